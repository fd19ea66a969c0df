"""A lead passed to another branch: there it is accepted or returned, here it is with that branch, and once.

It is a referral without a visit: who accepts it may open its customer, and no other one.
"""

from __future__ import annotations

from lobby.data import desk_referrals
from lobby.domain.errors import AccessRefused
from lobby.domain.funnel import missing_speaker
from lobby.domain.leads import LeadStep
from lobby.domain.referrals import LEAD, Receiver, Referral, SendReason
from lobby.domain.viewer import Viewer
from lobby.services import lead_claims, referrals
from lobby.services.lead_views import Lead
from lobby.services.permission import for_viewer
from lobby.services.receivers import colleagues
from lobby.services.sources import Sources


@for_viewer
def branches(sources: Sources, viewer: Viewer, lead: Lead) -> tuple[str, ...]:
    """The other branches where somebody may talk about what a lead is about."""
    able = [one for one in colleagues(sources) if missing_speaker(lead.speakers, one) is None]
    return tuple(sorted({str(one.branch_id) for one in able} - {str(viewer.branch_id)}))


@for_viewer
def send(
    sources: Sources, viewer: Viewer, lead: Lead, to_branch: str, reason: SendReason, key: str
) -> Referral:
    """Pass a lead, as it was on the list, to another branch; `key` makes a second tap the same referral."""
    kept = desk_referrals.find(sources.desk, key)
    if kept is not None and (kept.customer_id, kept.maker) == (lead.customer_id, viewer.staff_id):
        return kept
    home = lead_claims.admit(sources, viewer, lead.customer_id)
    lead_claims.confirm_own(sources, viewer, home, lead.customer_id)
    if to_branch not in branches(sources, viewer, lead):
        raise AccessRefused(
            "unknown_receiver", "This customer cannot be referred there.", "Choose somebody of the list."
        )
    receiver = Receiver("branch", to_branch)
    asked = Referral(
        key, lead.customer_id, None, LEAD, receiver, to_branch, lead.speakers, tuple(lead.sources), ()
    )
    step = LeadStep("sent", lead_claims.owner_of(viewer, lead))
    move = lead_claims.move(viewer, lead.customer_id, lead.claim_version, step)
    happening = referrals.making(asked, viewer, reason)
    stands = desk_referrals.send_lead(sources.desk, asked, happening, reason, move, home)
    if stands is None or stands.referral_id != key:
        raise AccessRefused("lead_changed", "Somebody changed this lead just now.", "Look at the list again.")
    return stands
