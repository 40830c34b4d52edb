"""Who may open what below /staff/ and /admin/, written down once, by the name of the address."""

NO_ROLE = ""
INTAKE, DECIDING, AUDITOR, MANAGER = (
    "intake_officer",
    "deciding_officer",
    "auditor",
    "administrator",
)
AT_OFFICE = OFFICE_MANAGER, RECEPTIONIST, COUNTER_OFFICER = (
    "office_manager",
    "receptionist",
    "counter_officer",
)
# Their own account, their own session.
EVERYBODY = {INTAKE, DECIDING, AUDITOR, MANAGER, *AT_OFFICE, NO_ROLE}
SEE, PREPARE, DECIDE = {INTAKE, DECIDING, AUDITOR}, {INTAKE, DECIDING}, {DECIDING}
SERVE = {OFFICE_MANAGER, COUNTER_OFFICER}
AUDIT, MANAGE, NOBODY = {AUDITOR, MANAGER}, {MANAGER}, set[str]()

# Who may, by the name of the address (its pattern, where it has no name). A role at an office may
# where the address is of its own office; at a foreign one it is as good as none.
MAY: dict[str, set[str]] = {
    "account_login": EVERYBODY,
    "account_logout": EVERYBODY,
    "account_reauthenticate": EVERYBODY,
    "account_change_password": EVERYBODY,
    "mfa_authenticate": EVERYBODY,
    "mfa_index": EVERYBODY,
    "mfa_list_webauthn": EVERYBODY,
    "mfa_activate_totp": EVERYBODY,
    "mfa_add_webauthn": EVERYBODY,
    "mfa_remove_webauthn": EVERYBODY,
    "mfa_view_recovery_codes": EVERYBODY,
    "mfa_generate_recovery_codes": EVERYBODY,
    "staff:home": EVERYBODY,
    "staff:account": EVERYBODY,
    "staff:sessions": EVERYBODY,
    "staff:end_session": EVERYBODY,
    "staff:kept": EVERYBODY,
    "staff:session_left": EVERYBODY,
    "staff:awake": EVERYBODY,
    "staff:speak": EVERYBODY,
    "staff:desks": {AUDITOR, *AT_OFFICE},
    "staff:desk": {AUDITOR, *AT_OFFICE},
    "staff:desk_now": {AUDITOR, *AT_OFFICE},
    "staff:agenda": {AUDITOR, *AT_OFFICE},
    "staff:day_sheet": {*AT_OFFICE},
    "staff:desk_find": {*AT_OFFICE},
    "staff:check_in": {*AT_OFFICE},
    "staff:walk_in": {*AT_OFFICE},
    "staff:call": SERVE,
    "staff:ticket_recall": SERVE,
    "staff:ticket_start": SERVE,
    "staff:ticket_finish": SERVE,
    "staff:ticket_no-show": SERVE,
    "staff:ticket_transfer": SERVE,
    "staff:expected_check-in": {*AT_OFFICE},
    "staff:expected_no-show": {*AT_OFFICE},
    "staff:expected_undo": {*AT_OFFICE},
    "staff:expected_times": {*AT_OFFICE},
    "staff:expected_move": {*AT_OFFICE},
    "staff:ticket_agree": {*AT_OFFICE},
    "staff:ticket_park": {*AT_OFFICE},
    "staff:ticket_left": {*AT_OFFICE},
    "staff:ticket_undo": {*AT_OFFICE},
    "staff:devices": {OFFICE_MANAGER, MANAGER},
    "staff:take_away": {OFFICE_MANAGER, MANAGER},
    "staff:day_counts": {AUDITOR, MANAGER, OFFICE_MANAGER},
    "staff:openings": {OFFICE_MANAGER, MANAGER},
    "staff:opening": {OFFICE_MANAGER, MANAGER},
    "staff:preview_closure": {OFFICE_MANAGER, MANAGER},
    "staff:close_office": {OFFICE_MANAGER, MANAGER},
    "staff:closure": {OFFICE_MANAGER, MANAGER},
    "staff:take_back_closure": {OFFICE_MANAGER, MANAGER},
    "staff:reached_person": {OFFICE_MANAGER, MANAGER},
    "staff:calls": SEE,
    "staff:reached": PREPARE,
    "staff:sources": SEE,
    "staff:audit": AUDIT,
    "staff:export": AUDIT,
    "staff:relisting": DECIDE,
    "staff:enquiries": SEE,
    "staff:enquiry": SEE,
    "staff:cases": SEE,
    "staff:find": SEE,
    "staff:work": SEE,
    "staff:search": SEE,
    "staff:keep_view": SEE,
    "staff:forget_view": SEE,
    "staff:give_many": PREPARE,
    "staff:note": PREPARE,
    "staff:read_note": PREPARE,
    "staff:take": PREPARE,
    "staff:give_back": PREPARE,
    "staff:case": SEE,
    "staff:letter": SEE,
    "staff:paper": SEE,
    "staff:paper_picture": SEE,
    "staff:paper_page": SEE,
    "staff:presence": SEE,
    "staff:question_presence": SEE,
    "staff:approve": DECIDE,
    "staff:ask": PREPARE,
    "staff:invite": PREPARE,
    "staff:record_interview": PREPARE,
    "staff:call_off_interview": PREPARE,
    "staff:resume": PREPARE,
    "staff:refuse": DECIDE,
    "staff:close": DECIDE,
    "staff:give_up": DECIDE,
    "staff:revalidate": DECIDE,
    "staff:end_revalidation": DECIDE,
    "staff:cancel": DECIDE,
    "staff:agree": PREPARE,
    "staff:decline": PREPARE,
    "staff:reconsider": DECIDE,
    "staff:agree_refusal": DECIDE,
    "staff:give_back_refusal": DECIDE,
    "staff:settle": PREPARE,
    "staff:refund": PREPARE,
    "admin:index": MANAGE,
    "admin:login": MANAGE,
    "admin:logout": MANAGE,
    "admin:password_change": MANAGE,
    "admin:password_change_done": MANAGE,
    "admin:autocomplete": MANAGE,
    "admin:jsi18n": MANAGE,
    "admin:view_on_site": MANAGE,
    "admin:app_list": MANAGE,
    "admin/(?P<url>.*)$": MANAGE,
}
MODELS = {
    "auth_user",
    "offices_closure",
    "offices_jurisdiction",
    "offices_office",
    "offices_service",
    "staff_team",
}
for model in MODELS:
    for page in ("changelist", "add", "history", "change", "delete"):
        MAY[f"admin:{model}_{page}"] = MANAGE
    MAY[f"admin/{model.replace('_', '/')}/<path:object_id>/"] = MANAGE
MAY["admin:auth_user_delete"] = NOBODY  # an account is closed, never deleted
MAY["admin:offices_office_delete"] = NOBODY  # this one has slots
MAY["admin:offices_service_delete"] = NOBODY
# Fewer may send it than look at it.
MAY_SEND = {"staff:enquiry": PREPARE}
# What is not there for anybody: somebody else's passkey, codes that were never made, a page
# "on site", a search that an address would tell, a model that is none.
MISSING = {
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "admin:view_on_site",
    "admin:autocomplete",
    "admin/(?P<url>.*)$",
}
