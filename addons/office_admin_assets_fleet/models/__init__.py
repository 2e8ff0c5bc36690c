from . import fleet_vehicle
from . import hr_employee
from . import maintenance_equipment
from . import maintenance_equipment_category
