from .cloudagent_disposition_uniffi import *  # NOQA
