#include "state/blob/lock_note.h"

#include <nlohmann/json.hpp>

#include "schema/base/text.h"

namespace tenon {

LockNote new_lock_note(Env& env, const std::string& operation, const std::string& path) {
  LockNote note;
  note.id = random_uuid(env);
  note.operation = operation;
  note.who = env.user_and_host();
  note.version = "1.11.4";
  note.created = format_utc(env.now(), 9);
  note.path = path;
  return note;
}

std::string lock_note_json(const LockNote& note) {
  return "{\"ID\":" + json_quote(note.id) + ",\"Operation\":" + json_quote(note.operation) +
         ",\"Info\":" + json_quote(note.info) + ",\"Who\":" + json_quote(note.who) +
         ",\"Version\":" + json_quote(note.version) + ",\"Created\":" + json_quote(note.created) +
         ",\"Path\":" + json_quote(note.path) + "}";
}

Result<LockNote> lock_note_from_json(std::string_view text) {
  const auto parsed = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
  if (!parsed.is_object())
    return make_error(ErrorCategory::Corrupt, "the lock's note is not a JSON object");
  const auto member = [&](const char* name) {
    const auto found = parsed.find(name);
    return found != parsed.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  return LockNote{member("ID"),      member("Operation"), member("Info"), member("Who"),
                  member("Version"), member("Created"),   member("Path")};
}

std::string lock_note_text(const LockNote& note) {
  const auto or_unknown = [](const std::string& text) { return text.empty() ? "?" : text; };
  return or_unknown(note.who) + " holds the lock " + or_unknown(note.id) + " since " +
         or_unknown(note.created) + " for " + or_unknown(note.operation) +
         (note.version.empty() ? "" : " (version " + note.version + ")");
}

}  // namespace tenon
