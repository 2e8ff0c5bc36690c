from . import office_house_person
