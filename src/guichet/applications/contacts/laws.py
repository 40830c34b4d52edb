"""What must be true of questions at any moment, each a query that lists what breaks it."""

LAWS = {
    "a question is to be answered by another day than was promised": """
        SELECT enquiry.id, enquiry.number FROM applications_enquiry AS enquiry
          JOIN interactions_promise AS promise ON promise.id = enquiry.promise_id
         WHERE promise.due_on <> enquiry.promised_on""",
}
