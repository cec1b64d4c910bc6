// What the library tells of call records, of callbacks and of what they settle, in the words of
// `records.json`.
#ifndef CAD_TEST_RECORDS_HPP
#define CAD_TEST_RECORDS_HPP

#include "told.hpp"

/// The fields that a record has. Its JSON form says the same.
inline Json told(const CallRecord &record)
{
    Json all = Json::object();
    const auto add = [&all](const char *key, const std::optional<std::string> &value) {
        if (value) {
            all[key] = *value;
        }
    };
    add("ucid", record.ucid);
    add("call_id", record.call_id);
    add("did", record.did);
    add("agent_id", record.agent_id);
    add("disposition", record.disposition);
    add("comments", record.comments);
    add("call_date", record.call_date);
    add("start_time", record.start_time);
    add("end_time", record.end_time);
    add("status", record.status);
    add("type", record.type);
    add("campaign", record.campaign);
    Json form = Json::parse(record.to_json(true));
    CHECK_EQUAL(form.size(), std::size_t{12});
    CHECK(!Json::parse(record.to_json()).contains("comments"));
    for (auto field = form.begin(); field != form.end();) {
        field = field->is_null() ? form.erase(field) : std::next(field);
    }
    CHECK_EQUAL(form.dump(), all.dump());
    return all;
}

inline CallRecord record_of(const Json &given)
{
    const auto of = [&given](const char *key) { return text(given, key); };
    CallRecord record{of("ucid"),       of("call_id"),  of("did"),       of("agent_id"),
                      of("disposition"), of("comments"), of("call_date"), of("start_time"),
                      of("end_time"),   of("status"),   of("type"),      of("campaign")};
    CHECK_EQUAL(told(record).dump(), given.dump());
    return record;
}

inline Json told(const Records &records)
{
    if (const auto none = records.none()) {
        CHECK(!records.came() && records.empty() && none->hint.size() > 1);
        CHECK(none->hint.back() == '.');
        return {{"no_records",
                 {{"outcome", told(none->outcome)},
                  {"advice", told(none->advice)},
                  {"retry_after_seconds", told(none->retry_after)},
                  {"status", told(none->status)},
                  {"details", told(none->details)},
                  {"recognised", none->recognised}}}};
    }
    CHECK(records.came());
    Json rows = Json::array();
    for (const CallRecord &record : records) {
        rows.push_back(told(record));
    }
    CHECK_EQUAL(rows.size(), records.size());
    return {{"last", rows.empty() ? Json() : rows.back()},
            {"count", rows.size()},
            {"records", std::move(rows)},
            {"truncated", records.truncated()},
            {"in_words", records.in_words()}};
}

inline Json read_records(const Json &one, const std::string &body)
{
    const std::string retry_after = text_or_empty(one, "retry_after");
    const std::string date = text_or_empty(one, "date");
    const Asked asked = word<Asked>(member(one, "asked")).value_or(Asked::one_call);
    return told(classify_records(
        {one.at("http_status").get<std::int64_t>(), body, retry_after, date}, asked));
}

/// `record`, `customer` and `authentic`; or `invalid`, the problem.
inline Json read_callback(const Json &one, const std::string &body)
{
    const auto callback = try_read_callback(body);
    if (!callback) {
        const auto violations = wrong(callback.error()).at("violations");
        CHECK_EQUAL(violations.size(), std::size_t{1});
        CHECK_EQUAL(violations.at(0).at("field").get<std::string>(), "callback");
        return {{"invalid", violations.at(0).at("problem")}};
    }
    const Json &account = member(one, "account");
    const Account ours = account_of(account.is_null() ? Json({{"customer", "acme"}}) : account);
    return {{"record", told(callback->record())},
            {"customer", told(callback->customer())},
            {"authentic", callback->authentic(ours)}};
}

/// A list of records as a case has it. No list of one's own is one that the server told in words.
inline Records list_of(const Json &one)
{
    if (one.value("in_words", false)) {
        CHECK(one.at("records").empty());
        return classify_records({200, R"({"status":"success","details":"No data found"})"},
                                Asked::one_call);
    }
    std::vector<CallRecord> rows;
    for (const Json &row : one.at("records")) {
        rows.push_back(record_of(row));
    }
    Records list = Records::of(rows, one.value("truncated", false));
    // One row by itself says what a list of it does.
    if (rows.size() == 1 && !list.truncated()) {
        const Request request = request_of(one.at("request"));
        const auto by_list = try_settle(request, *word<Api>(one.at("api")), list);
        const auto by_row = try_settle(request, *word<Api>(one.at("api")), rows[0]);
        CHECK_EQUAL(by_list.has_value(), by_row.has_value());
        if (by_list && by_row) {
            CHECK_EQUAL(by_list->sentence(), by_row->sentence());
        }
    }
    return list;
}

/// The place of the record that decided.
inline Json place_of(const std::optional<CallRecord> &record, const Records &list)
{
    for (std::size_t i = 0; record && i < list.size(); i++) {
        if (told(list[i]) == told(*record)) {
            return i;
        }
    }
    CHECK(!record);
    return {};
}

/// The receipt as it is settled, or the field of what is wrong.
inline Json settled_receipt(const Json &one, const Settlement &settlement)
{
    const Receipt receipt = Receipt::from_json(one.at("receipt").dump());
    const Json &other = member(one, "receipt_request");
    const Request request = request_of(other.is_null() ? one.at("request") : other);
    const auto settled = try_settle_receipt(receipt, request, settlement);
    if (!settled) {
        return wrong(settled.error()).at("violations").at(0).at("field");
    }
    if (settled->settled()) {
        CHECK_EQUAL(settled->sentence(), settlement.sentence());
        const bool is_ok = settled->result() == Status::ok;
        CHECK(is_ok || settled->result() == Status::refused);
        CHECK_EQUAL(is_ok, settled->effect() == Effect::applied);
        CHECK(!settled->kind());
    } else {
        CHECK_EQUAL(settled->to_json(), receipt.to_json());
    }
    CHECK_EQUAL(Receipt::from_json(settled->to_json()).to_json(), settled->to_json());
    return Json::parse(settled->to_json());
}

/// What a list settles, or `invalid`: `field.problem`s.
inline Json settled(const Json &one)
{
    const Records list = list_of(one);
    const auto settlement =
        try_settle(request_of(one.at("request")), *word<Api>(one.at("api")), list);
    if (!settlement) {
        Json spelled = Json::array();
        for (const Violation &violation : settlement.error().violations()) {
            spelled.push_back(std::string(name(violation.field)) + "." +
                              std::string(name(violation.problem)));
        }
        return {{"invalid", std::move(spelled)}};
    }
    CHECK(settlement->sentence().back() == '.' && !settlement->lookup());
    CHECK_EQUAL(settlement->copy().sentence(), settlement->sentence());
    CHECK_EQUAL(settlement->disposition(), one.at("request").at("disposition").get<std::string>());
    CHECK(!settlement->ucid().empty());
    return {{"finding", told(settlement->finding())},
            {"effect", told(settlement->effect())},
            {"advice", told(settlement->advice())},
            {"may_resend", settlement->may_resend()},
            {"look_again_seconds", told(settlement->look_again())},
            {"record", place_of(settlement->record(), list)},
            {"receipt", one.contains("receipt") ? settled_receipt(one, *settlement) : Json()}};
}

/// The request for records that is built: its parts, or `violations`.
inline Json built_for_records(const Json &one)
{
    const Account account = account_of(one.at("account"));
    const std::string day = text_or_empty(one, "day"), base_url = text_or_empty(one, "base_url");
    const auto now = one.at("now").get<std::int64_t>();
    const Json &minutes = member(one, "utc_offset_minutes");
    const auto offset =
        minutes.is_null() ? std::nullopt : std::optional(minutes.get<std::int32_t>());
    const auto ucid = text(one, "ucid");
    const auto built =
        ucid ? try_build_record_request(account, *ucid, day, now, offset, base_url)
             : try_build_day_request(account, day, text_or_empty(one, "from"),
                                     text_or_empty(one, "to"), now, offset, base_url);
    if (built) {
        const HttpRequestView view = built->view();
        CHECK(view.body_with_get() && view.own_connection());
        CHECK_EQUAL(view.reply_limit(), std::size_t{ucid ? 8u << 20 : 64u << 20});
    }
    return told(built);
}

/// What a case of this kind comes to.
inline Json of_records(const std::string &kind, const Json &one, const std::string &body)
{
    if (kind == "records") {
        return read_records(one, body);
    }
    if (kind == "callback") {
        return read_callback(one, body);
    }
    if (kind == "settle") {
        return settled(one);
    }
    if (kind == "request") {
        return built_for_records(one);
    }
    CHECK_EQUAL(kind, "day");
    return {{"day", told(record_day(one.at("unix_seconds").get<std::int64_t>(),
                                    one.at("utc_offset_minutes").get<std::int32_t>()))}};
}

#endif
