"""Shape of a worker's appeal."""

from webapp.files import UploadField
from webapp.web.forms import Form, LongTextField


class AppealForm(Form):
    """Why the refusal should be looked at again."""

    reason = LongTextField(
        "申请复核的理由",
        hint="说明哪里与事实不符，或者有什么新的情况",
        max_length=500,
        missing="请写明为什么申请复核",
    )
    files = UploadField("新的材料", hint="能说明情况的照片、单据，有就交", at_most=6, optional=True)
