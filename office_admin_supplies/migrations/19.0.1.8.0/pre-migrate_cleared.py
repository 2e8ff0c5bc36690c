def migrate(cr, version):
    """What says something of a request is hidden with it by the field that all such parts have."""
    cr.execute(
        "UPDATE ir_rule SET domain_force = replace(domain_force, 'is_request_cleared', 'is_document_cleared')"
        " WHERE domain_force LIKE '%is_request_cleared%'")
