from .common import OfficeSupplyCommon


class StockUsersCommon(OfficeSupplyCommon):
    """Two who work in Inventory and serve nobody, the second one with all of its rights, and a shelf in their room."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls._create_user('sup_clerk', 'stock.group_stock_user')
        cls.keeper = cls._create_user('sup_keeper', 'stock.group_stock_manager')
        cls.room = cls.warehouse.lot_stock_id
        cls.shelf = cls.env['stock.location'].create({
            'name': "Shelf", 'location_id': cls.room.id, 'company_id': cls.company.id})
