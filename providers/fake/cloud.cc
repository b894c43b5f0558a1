#include "providers/fake/cloud.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "schema/base/text.h"
#include "schema/value/print.h"

namespace tenon::fake {

namespace {

Type record_of(Type value_type) {
  const ObjectAttribute attributes[] = {
      {Symbol("type"), Type::string()},       {Symbol("id"), Type::string()},
      {Symbol("token"), Type::string()},      {Symbol("intent"), Type::string()},
      {Symbol("secret_wo"), Type::string()},  {Symbol("active"), Type::boolean()},
      {Symbol("visible_at"), Type::number()}, {Symbol("value"), value_type}};
  return Type::object_of(attributes);
}

std::string text_of(const Value& record, std::string_view name) {
  const auto value = record.attribute(Symbol(name));
  return value && value->is_known() ? std::string(value->as_string()) : std::string();
}

}  // namespace

Cloud::Cloud(Env& env, std::string folder, Type value_type)
    : env_(env), folder_(std::move(folder)), record_type_(record_of(value_type)) {
  const Status made = env_.make_directories(folder_ + "/objects");
  (void)made;  // the first use of it says why not
}

// Env has no lock that a death frees, and nobody but this fake needs one.
Cloud::Lock::Lock(const std::string& path)
    : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
  if (descriptor_ >= 0) {
    while (::flock(descriptor_, LOCK_EX) != 0) {
    }
  }
}

Cloud::Lock::~Lock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<Object> Cloud::parse(Arena& arena, const std::string& text) const {
  ASSIGN_OR_RETURN(const Value record, value_from_json(arena, text, record_type_));
  Object object;
  object.type = text_of(record, "type");
  object.id = text_of(record, "id");
  object.token = text_of(record, "token");
  object.intent = text_of(record, "intent");
  object.secret_wo = text_of(record, "secret_wo");
  const auto active = record.attribute(Symbol("active"));
  object.active = active && active->is_known() && active->as_bool();
  const auto visible = record.attribute(Symbol("visible_at"));
  object.visible_at =
      visible && visible->is_known() && visible->is_int64() ? visible->as_int64() : 0;
  object.value = record.attribute(Symbol("value")).value_or(Value());
  return object;
}

Result<std::vector<Object>> Cloud::objects(Arena& arena, std::string_view type) const {
  ASSIGN_OR_RETURN(const auto names, env_.list_directory(folder_ + "/objects"));
  std::vector<Object> found;
  for (const std::string& name : names) {
    if (name.size() < 5 || name.substr(name.size() - 5) != ".json") continue;
    ASSIGN_OR_RETURN(const std::string text, env_.read_file(folder_ + "/objects/" + name));
    ASSIGN_OR_RETURN(Object object, parse(arena, text));
    if (type.empty() || object.type == type) found.push_back(std::move(object));
  }
  return found;
}

Result<std::optional<Object>> Cloud::object(Arena& arena, const std::string& id) const {
  if (id.empty() || id.find('/') != std::string::npos || !env_.file_exists(path_of(id)))
    return std::optional<Object>();
  ASSIGN_OR_RETURN(const std::string text, env_.read_file(path_of(id)));
  ASSIGN_OR_RETURN(Object object, parse(arena, text));
  return std::optional<Object>(std::move(object));
}

Status Cloud::put(const Object& object) {
  std::string json = "{\"type\":" + json_quote(object.type) + ",\"id\":" + json_quote(object.id) +
                     ",\"token\":" + json_quote(object.token) +
                     ",\"intent\":" + json_quote(object.intent) +
                     ",\"secret_wo\":" + json_quote(object.secret_wo) +
                     ",\"active\":" + (object.active ? "true" : "false") +
                     ",\"visible_at\":" + std::to_string(object.visible_at) +
                     ",\"value\":" + json_for_programs(object.value) + "}\n";
  return env_.write_file(path_of(object.id), json);
}

Status Cloud::remove(const std::string& id) { return env_.remove_file(path_of(id)); }

Result<std::string> Cloud::next_id(const std::string& prefix) {
  const std::string path = folder_ + "/last_" + prefix;
  long long last = 0;
  if (env_.file_exists(path)) {
    ASSIGN_OR_RETURN(const std::string text, env_.read_file(path));
    last = std::strtoll(text.c_str(), nullptr, 10);
  }
  RETURN_IF_ERROR(env_.write_file(path, std::to_string(last + 1)));
  return prefix + "-" + std::to_string(last + 1);
}

Result<std::optional<Rule>> Cloud::rule(RuleKind kind, std::string_view operation,
                                        std::string_view type, std::string_view name) {
  const std::string path = env_.variable("TENON_FAKE_SCRIPT").value_or("");
  if (path.empty()) return std::optional<Rule>();
  ASSIGN_OR_RETURN(const std::string text, env_.read_file(path));
  ASSIGN_OR_RETURN(const std::vector<Rule> rules, read_script(text));
  for (const Rule& rule : rules) {
    if (rule.kind != kind || !rule.applies_to(operation, type, name)) continue;
    if (rule.once) {
      const std::string used = folder_ + "/used_" + std::to_string(rule.line);
      if (env_.file_exists(used)) continue;
      RETURN_IF_ERROR(env_.write_file(used, ""));
    }
    return std::optional<Rule>(rule);
  }
  return std::optional<Rule>();
}

void Cloud::log(const std::string& line) {
  const std::string path = folder_ + "/calls.log";
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) return;
  const std::string whole = line + "\n";
  const ssize_t written = ::write(descriptor, whole.data(), whole.size());
  (void)written;  // a test that misses the line says so
  ::close(descriptor);
}

bool Cloud::is_visible(const Object& object) const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(env_.now().time_since_epoch())
             .count() >= object.visible_at;
}

}  // namespace tenon::fake
