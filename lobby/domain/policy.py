"""The numbers people argue about, as a bank sets them in `policy.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Policy:
    """The numbers people argue about; `currency` is the one of the products' minimums."""

    currency: str
    rating_life_days: int
    protected_age: int
    protected_risk: str
    adult_age: int
    elder_age: int
    lapsed_days: int
    talk_short_minutes: int
    talk_peak_people: int
    talk_business_segments: tuple[str, ...]
    talk_young_segments: tuple[str, ...]
    new_customer_days: int
    fit_high: Decimal
    fit_medium: Decimal
    max_suggestions: int
    max_same_kind: int
    prior_talks: Decimal
    default_cool_down_days: int
    not_now_days: int
    settled_days: int
    referred_days: int
    complaint_quiet_days: int
    question_days: int
    contact_cap: int
    contact_cap_days: int
    undo_seconds: int
    void_manager_days: int
    late_minutes: int
    late_most_days: int
    late_openings: int
    note_length: int
    draft_days: int
    resume_minutes: int
    promise_days: int
    pair_customers: int
    pair_count: int
    pair_common: Decimal
    pair_days: int
    pair_z: Decimal
    pair_lift: Decimal
    pair_confidence: Decimal
    household_most: int
    network_nodes: int
    control_share: Decimal
    control_salt: str
    scenario_weight: Decimal
    scenario_alternative: Decimal
    scenario_broad_share: Decimal
    scenario_results_days: int
    consumer_credit: tuple[str, ...]
    results_period_days: int
    results_window_days: int
    results_smallest: int
    results_base: Decimal
    results_lift: Decimal
    results_power: Decimal
    teaching_use_days: int
    teaching_report_days: int
    referral_report_days: int
    inform_days: int
    claim_days: int
    lead_offer_days: int
    lead_offers_most: int
    lead_rest_days: int
    escalate_first_days: int
    escalate_second_days: int
    escalate_third_days: int
    snooze_most_days: int
    bulletin_days: int
    bulletin_length: int
    export_minutes: int
    export_release_minutes: int
    export_standing_days: int
    inspection_count: int
    inspection_days: int
    duty_opens: str
    duty_noon: str
    duty_closes: str
    arrival_minutes: int
    queue_counters: int
    machine_minutes: int
    queue_silent_minutes: int
    api_window_seconds: int
    face_arrivals: bool
    white_customers: int
    white_share: Decimal
    target_rows: int
    team_days: int
    team_talks: int
    team_hint_talks: int
    campaign_second_person: bool
    campaign_most_days: int
    campaign_power: Decimal
    campaign_base: Decimal
    search_min_characters: int
    search_min_digits: int
    search_max_rows: int
    openings_10_minutes: int
    openings_hour: int
    searches_hour: int
    watch_minutes: int
    watch_near: int
    watch_near_span: int
    watch_elsewhere: int
    watch_tails: int
    watch_tails_minutes: int
    decoys: tuple[str, ...]
    celebrities: tuple[str, ...]
    colleagues: tuple[str, ...]
    reveal_seconds: int
    reveal_whys: tuple[str, ...]
    reveal_note_length: int
    stated_minutes: int
    curtain_board_seconds: int
    curtain_customer_seconds: int
    curtain_shown_seconds: int
    curtain_lift_seconds: int
    session_idle_seconds: int
    session_hours: int
    session_keep_days: int
    sign_in_failures: int
    sign_in_lock_minutes: int
    erasure_days: int
    audit_days: int
    audit_sink_required: bool
    audit_sink_seconds: int
    continuation_minutes: int
    stale_warn_days: int
    stale_block_days: int | None
    disk_free_share: Decimal
    clock_behind_seconds: int
