"""What the bench of approvals works on: documents without approval, with our mixin, with OCA's, and years of them."""
import subprocess
import sys
from zipfile import ZipFile

from bench._addon import load, write_addon

OCA = 'odoo-addon-base-tier-validation==19.0.1.4.6'


def install(env, folder):
    """Make the add-ons with the models of documents in ``folder``, and install them.

    :return: whether there is a model with OCA's mixin
    """
    addons = folder / 'odoo' / 'addons'
    has_oca = _download_oca(folder)
    addons.mkdir(parents=True, exist_ok=True)
    names = ['bench_documents', *(['bench_documents_oca'] if has_oca else [])]
    write_addon(addons / names[0], ['office_admin_approval'], [PLAIN, OURS])
    if has_oca:
        write_addon(addons / names[1], ['base_tier_validation'], [THEIRS])
    load(env, addons, names)
    return has_oca


def _download_oca(folder):
    """Unpack OCA's add-on in ``folder`` and nowhere else: its license is not that of this project.

    :return: whether it could be downloaded
    """
    command = [sys.executable, '-m', 'pip', 'download', '--no-deps', '--retries', '1', '--dest', str(folder), OCA]
    if subprocess.run(command, capture_output=True).returncode:
        return False
    with ZipFile(next(folder.glob('*.whl'))) as wheel:
        wheel.extractall(folder)
    return True


PLAIN = """
class BenchPlain(models.Model):
    _name = 'bench.plain'
    _description = 'Document without Approval'
    _inherit = ['mail.thread', 'mail.activity.mixin']

    def action_submit(self):
        self.state = 'submitted'
"""
OURS = """
class BenchOurs(models.Model):
    _name = 'bench.ours'
    _description = 'Document to Approve'
    _inherit = ['office.approval.mixin']

    def action_submit(self):
        self.state = 'submitted'
        self._start_approval()

    def _after_approved(self):
        super()._after_approved()
        self.sudo().state = 'approved'

    def _get_approval_amounts(self):
        return {document: (document.amount, document.company_id.currency_id) for document in self}
"""
THEIRS = """
class BenchOca(models.Model):
    _name = 'bench.oca'
    _description = 'Document to Validate'
    _inherit = ['tier.validation', 'mail.thread', 'mail.activity.mixin']
    _state_to = ['approved']

    def action_submit(self):
        self.request_validation()

    def action_approve(self):
        for document in self:
            document.validate_tier()
        self.state = 'approved'
"""
# One decision for each approval that has ended.
FILL = """
    WITH document AS (
        INSERT INTO bench_ours (name, amount, state, company_id, create_uid, create_date, write_uid, write_date)
        SELECT 'Bench ' || n, %(amount)s, %(state)s, %(company)s, %(user)s, %(now)s, %(user)s, %(now)s
        FROM generate_series(1, %(count)s) AS n
        RETURNING id
    ), approval AS (
        INSERT INTO office_approval (
            res_model, res_id, company_id, requester_id, rule_id, rule_name, amount, currency_id, state,
            start_datetime, end_datetime, step_id, step_datetime, is_disclosed, version)
        SELECT 'bench.ours', id, %(company)s, %(user)s, %(rule)s, 'Bench', %(amount)s, %(currency)s, %(state)s,
            %(now)s, %(end)s::timestamp, nextval('office_approval_step_id_seq'), %(now)s, true, 1
        FROM document
        RETURNING id, res_id, step_id
    ), excluded AS (
        INSERT INTO office_approval_excluded_rel (approval_id, user_id) SELECT id, %(user)s FROM approval
    ), step AS (
        INSERT INTO office_approval_step (
            id, approval_id, sequence, who, quorum, quorum_count, hours, start_datetime, end_datetime, outcome)
        SELECT step_id, id, 10, 'superior', 'one', 2, 0, %(now)s, %(end)s::timestamp,
            CASE WHEN %(state)s = 'approved' THEN 'approved' END
        FROM approval
    ), assignment AS (
        INSERT INTO office_approval_assignment (
            step_id, approval_id, res_model, res_id, company_id, user_id, origin, is_open)
        SELECT step_id, id, 'bench.ours', res_id, %(company)s, %(head)s, 'superior', %(state)s = 'submitted'
        FROM approval
        RETURNING id, step_id, approval_id, res_id
    )
    INSERT INTO office_approval_decision (
        approval_id, step_id, assignment_id, res_model, res_id, company_id, rule_id, verb, user_id, datetime)
    SELECT approval_id, step_id, id, 'bench.ours', res_id, %(company)s, %(rule)s, 'approve', %(head)s, %(now)s
    FROM assignment
    WHERE %(state)s = 'approved'
"""
