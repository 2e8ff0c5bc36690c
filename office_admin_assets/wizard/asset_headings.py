"""How people head the columns of their ledgers, besides the words of the template."""
CODE = ('Asset Code', 'Asset No', 'Asset Number', 'Asset Tag', 'Tag', 'Code', 'Inventory No',
        '资产编号', '资产编码', '资产代码', '固定资产编号', '固定资产编码', '卡片编号', '编号', '编码')
NAME = ('Name', 'Asset', 'Asset Name', 'Equipment', 'Description', 'Item',
        '资产名称', '固定资产名称', '名称', '设备名称', '物品名称', '品名')
CATEGORY = ('Category', 'Class', 'Asset Class', 'Type', '类别', '资产类别', '资产分类', '分类', '设备类别')
BRAND = ('Brand', 'Manufacturer', 'Maker', 'Make', '品牌', '厂家', '生产厂家', '制造商')
MODEL = ('Model', '型号', '设备型号', '规格型号', '型号规格')
SPEC = ('Specification', 'Spec', '规格', '配置', '参数')
SERIAL = ('Serial Number', 'Serial No', 'Serial', 'S/N', 'SN', '序列号', '出厂编号', '机身号', '设备序列号')
QUANTITY = ('Quantity', 'Qty', '数量', '件数')
UNIT = ('Unit', 'UoM', '单位', '计量单位')
COST = ('Cost', 'Original Cost', 'Price', 'Value', 'Purchase Price', '原值',
        '资产原值', '价值', '金额', '购置金额', '价格', '单价')
ACQUIRED = ('Acquired On', 'Purchase Date', 'Acquisition Date', '购置日期',
            '购买日期', '取得日期', '购入日期', '入账日期')
STARTED = ('In Use Since', 'In-Use Date', 'Start Date', '启用日期',
           '使用日期', '开始使用日期', '投入使用日期')
WARRANTY = ('Warranty Until', 'Warranty', 'Warranty Expiration Date', '保修到期',
            '保修期至', '保修截止日期', '质保到期')
PLACE = ('Place', 'Location', 'Room', '存放地点', '存放位置', '地点', '位置', '使用地点', '放置地点')
HOLDER = ('Holder', 'User', 'Used By', 'Assigned To', 'Employee', '使用人', '领用人', '保管人', '责任人', '使用者')
DEPARTMENT = ('Using Department', 'Department', '使用部门', '部门', '所属部门', '领用部门')
VENDOR = ('Vendor', 'Supplier', '供应商', '供货商', '供应商名称')
