"""How people head the columns of their lists, besides the words of the template; in any language that we have met."""
CODE = (
    'Code', 'Item Code', 'Item No', 'Item Number', 'Product Code', 'Internal Reference', 'Reference', 'SKU',
    'Material Code', 'Material No', 'Article No',
    '编码', '编号', '代码', '货号', '料号', '产品编码', '产品编号', '商品编码', '商品编号',
    '物料编码', '物料编号', '物料代码', '物品编码', '物品编号', '用品编码', '用品编号')
BARCODE = (
    'Barcode', 'Bar Code', 'EAN', 'EAN13', 'GTIN', 'UPC', '条码', '条形码', '商品条码', '国际条码')
NAME = (
    'Product', 'Product Name', 'Name', 'Item', 'Item Name', 'Description', 'Article',
    '名称', '品名', '产品', '产品名称', '商品', '商品名称', '物品', '物品名称', '物料名称',
    '用品', '用品名称', '办公用品', '办公用品名称', '货品名称')
QUANTITY = (
    'Quantity', 'Qty', 'Quantity Needed', 'Quantity Requested', 'Requested Quantity', 'Needed',
    '数量', '需求数量', '需求量', '需要数量', '申请数量', '申请量', '申领数量', '领用数量',
    '请购数量', '采购数量', '申购数量', '需用数量')
UNIT = ('Unit', 'Units', 'UoM', 'Unit of Measure', '单位', '计量单位', '计数单位', '基本单位')
PACK = ('Pack', 'Packaging', 'Pack Unit', '包装', '包装单位')
CATEGORY = (
    'Category', 'Product Category', '类别', '分类', '产品类别', '物品类别', '商品分类', '产品分类', '种类')
COST = ('Cost', 'Cost Price', 'Unit Cost', '成本', '成本价')
VENDOR = ('Vendor', 'Supplier', '供应商', '供货商', '供应商名称')
VENDOR_PRICE = (
    'Vendor Price', 'Price', 'Unit Price', 'Purchase Price',
    '供应商价格', '单价', '采购价', '进价', '采购单价')
LIMIT = (
    'At Most per Person and Month', 'Limit', '每人每月上限', '每人每月限量', '每月限量', '限量')
