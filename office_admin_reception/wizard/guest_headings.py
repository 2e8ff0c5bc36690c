"""How people head the columns of their lists of guests, besides the words of the template."""
NAME = (
    'Name', 'Guest', 'Guest Name', 'Name of Guest', 'Full Name', 'Visitor', 'Visitor Name', 'Participant', 'Attendee',
    '姓名', '名字', '访客', '访客姓名', '来访人', '来访人姓名', '来访人员', '来宾', '来宾姓名', '嘉宾', '嘉宾姓名',
    '客人', '客人姓名', '参会人', '参会人员', '参会人姓名')
ORGANISATION = (
    'Organisation', 'Organization', 'Company', 'Company Name', 'Firm', 'Employer', 'Institution',
    '单位', '单位名称', '工作单位', '来访单位', '所属单位', '公司', '公司名称', '机构', '机构名称', '组织')
EMAIL = (
    'E-mail', 'Email', 'Mail', 'E-mail Address', 'Email Address', 'Mail Address',
    '邮箱', '邮箱地址', '电子邮箱', '电子邮件', '电子邮件地址', '邮件', '邮件地址')
PHONE = (
    'Phone', 'Phone Number', 'Phone No', 'Telephone', 'Tel', 'Mobile', 'Mobile Phone', 'Mobile Number', 'Cell Phone',
    'Contact Number',
    '电话', '电话号码', '联系电话', '联系方式', '手机', '手机号', '手机号码', '移动电话')
PLATE = (
    'Number Plate', 'Plate', 'Plate Number', 'License Plate', 'Licence Plate', 'Registration Number', 'Car',
    'Car Number', 'Vehicle',
    '车牌', '车牌号', '车牌号码', '车号', '车辆', '车辆号牌')
LANGUAGE = ('Language', 'Preferred Language', '语言', '语种', '使用语言', '沟通语言')
