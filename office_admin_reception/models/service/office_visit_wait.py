from odoo import fields, models
from odoo.tools import SQL


class OfficeVisitWait(models.Model):
    """How long each guest has waited for the host, by the clock, and what they said of the visit.

    The wait begins when the guest has arrived and ends when somebody has said that they come, which is when the visit
    was received. Who joins others that were received before has not waited and is not measured. Who was never received
    counts as not in time, and has no wait.
    """
    _name = 'office.visit.wait'
    _description = 'Wait of a Guest'
    _auto = False
    _order = 'arrive_datetime desc, id desc'
    _rec_name = 'visit_id'
    _depends = {
        'office.visit.guest': ['visit_id', 'arrive_datetime'],
        'office.visit': [
            'company_id', 'employee_id', 'department_id', 'purpose_id', 'arrive_place_id', 'receive_datetime', 'state'],
        'office.visit.feedback': ['guest_id', 'answer_datetime', 'rating'],
        'res.company': ['office_visit_answer_minutes'],
    }

    visit_id = fields.Many2one('office.visit', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    employee_id = fields.Many2one('hr.employee', "Host", readonly=True)
    department_id = fields.Many2one('hr.department', "Department of the Host", readonly=True)
    purpose_id = fields.Many2one('office.visit.purpose', readonly=True)
    place_id = fields.Many2one('office.place', "Arrived At", readonly=True)
    arrive_datetime = fields.Datetime("Arrived On", readonly=True)
    median_minutes = fields.Float(
        "Wait, Median (minutes)", readonly=True, aggregator='median', digits=(16, 1),
        help="Half of the guests have waited no longer.")
    average_minutes = fields.Float("Wait, Average (minutes)", readonly=True, aggregator='avg', digits=(16, 1))
    has_wait = fields.Boolean("Was Received", readonly=True, help="Only then there is a wait to measure.")
    is_late = fields.Boolean("Not Received in Time", readonly=True)
    in_time_rate = fields.Float(
        "Received in Time (%)", readonly=True, aggregator='avg', digits=(16, 1),
        help="Of the guests who have waited, those who were received within the minutes of the settings.")
    rating = fields.Float(
        "Feedback (1 to 5)", readonly=True, aggregator='avg', digits=(16, 1),
        help="Of the guests who have said something.")
    answer_count = fields.Integer("Answers of Guests", readonly=True)

    @property
    def _table_query(self):
        minutes = SQL(
            "CASE WHEN visit.receive_datetime >= guest.arrive_datetime "
            "THEN EXTRACT(EPOCH FROM visit.receive_datetime - guest.arrive_datetime) / 60 END")
        return SQL(
            """
            SELECT guest.id, guest.visit_id, visit.company_id, visit.employee_id, visit.department_id, visit.purpose_id,
                   visit.arrive_place_id AS place_id, guest.arrive_datetime,
                   %(minutes)s AS median_minutes, %(minutes)s AS average_minutes,
                   (%(minutes)s) IS NOT NULL AS has_wait,
                   %(in_time)s AS in_time_rate, COALESCE((%(in_time)s) = 0, FALSE) AS is_late,
                   feedback.rating, CASE WHEN feedback.id IS NULL THEN 0 ELSE 1 END AS answer_count
              FROM office_visit_guest guest
              JOIN office_visit visit ON visit.id = guest.visit_id
              JOIN res_company company ON company.id = visit.company_id
         LEFT JOIN office_visit_feedback feedback
                ON feedback.guest_id = guest.id AND feedback.answer_datetime IS NOT NULL
             WHERE guest.arrive_datetime IS NOT NULL
            """,
            minutes=minutes,
            in_time=SQL(
                """
                CASE WHEN visit.receive_datetime < guest.arrive_datetime THEN NULL
                     WHEN visit.receive_datetime IS NULL AND visit.state = 'arrived'
                          AND %(waited)s <= %(limit)s THEN NULL
                     WHEN %(minutes)s <= %(limit)s THEN 100.0 ELSE 0.0 END
                """,
                minutes=minutes,
                waited=SQL("EXTRACT(EPOCH FROM (NOW() AT TIME ZONE 'UTC') - guest.arrive_datetime) / 60"),
                limit=SQL("company.office_visit_answer_minutes")))

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec == 'median_minutes:median':
            return SQL(
                "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY %s)",
                self._field_to_sql(self._table, 'median_minutes', query))
        return super()._read_group_select(aggregate_spec, query)

    def action_open_visit(self):
        self.ensure_one()
        self.check_access('read')
        return self.visit_id._get_form_action()
