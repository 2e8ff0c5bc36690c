import "@web/core/debug/debug_menu_items";

import { registry } from "@web/core/registry";

// the server refuses it
registry.category("debug").category("default").remove("becomeSuperuser");
