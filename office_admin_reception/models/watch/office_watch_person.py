from dataclasses import asdict

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.office_admin_base.typed import SEPARATORS

from ...likeness import LIKE, Name

REFUSE, TELL = 'refuse', 'tell'


class OfficeWatchPerson(models.Model):
    """Somebody who is not to be let in, or of whose visit somebody wants to hear.

    The list is for the few who keep it. Guests are compared with it by their names; a likeness decides nothing, but
    asks one of those few to look, see ``office.watch.hit``.
    """
    _name = 'office.watch.person'
    _description = 'Person on the Watch List'
    _order = 'name, id'
    _check_company_auto = True

    name = fields.Char("Person", required=True)
    other_names = fields.Char(
        help="Other ways to write the name, or names that this person uses, with commas between them.")
    # kept, since each guest is compared with all of the list
    spelt_names = fields.Json(
        "Names as Compared", compute='_compute_spelt_names', store=True, groups=fields.NO_ACCESS, copy=False)
    organisation = fields.Char(help="For who looks: it is not compared.")
    kind = fields.Selection(
        [(REFUSE, "Not to Be Let In"), (TELL, "Tell Us")], "What to Do", required=True, default=REFUSE,
        help="Who is not to be let in waits at the front desk until somebody of this list has looked.")
    reason = fields.Text(required=True, help="Why the office keeps this person on the list; it must be able to say so.")
    end_date = fields.Date(
        "Valid Until", help="After this day nobody is compared any more. Empty as long as the reason holds.")
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)
    hit_ids = fields.One2many('office.watch.hit', 'person_id', "Guests with Such a Name", readonly=True)

    @api.depends('name', 'other_names')
    def _compute_spelt_names(self):
        for person in self:
            texts = (person.name, *SEPARATORS.split(person.other_names or ''))
            person.spelt_names = [asdict(Name.of(text)) for text in texts if text]

    @api.model
    def _get_valid_domain(self, company):
        """Return the domain of those with whom guests of ``company`` are compared today."""
        return Domain('company_id', '=', company.id) & (
            Domain('end_date', '=', False) | Domain('end_date', '>=', company._get_office_today()))

    def _compare(self, guests):
        """Return those of ``guests`` whose name is like that of one of these persons.

        :return: ``{(guest, person): likeness in percent}``
        """
        listed = [(person, [Name(**kept) for kept in person.spelt_names or ()]) for person in self]
        alike = {}
        for guest in guests:
            name = Name.of(guest.name)
            for person, names in listed:
                likeness = max((name.get_likeness(own) for own in names), default=0)
                if likeness >= LIKE:
                    alike[guest, person] = likeness
        return alike
