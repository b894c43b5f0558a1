#include "schema/resource/address.h"

#include <algorithm>

#include "schema/base/text.h"

namespace tenon {

namespace {

bool starts_identifier(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool continues_identifier(char c) {
  return starts_identifier(c) || (c >= '0' && c <= '9') || c == '-';
}

// Reads an address from left to right; after a failure `error` says what was expected where.
class AddressReader {
 public:
  explicit AddressReader(std::string_view text) : text_(text) {}
  std::string error;

  bool done() const { return at_ == text_.size(); }
  bool peek(char c) const { return at_ < text_.size() && text_[at_] == c; }

  bool take(char c) {
    if (!peek(c)) return fail(std::string("expected \"") + c + "\"");
    ++at_;
    return true;
  }

  bool identifier(Symbol* name) {
    const std::size_t start = at_;
    if (done() || !starts_identifier(text_[at_])) return fail("expected a name");
    while (!done() && continues_identifier(text_[at_])) ++at_;
    *name = Symbol(text_.substr(start, at_ - start));
    return true;
  }

  // An optional [3] or ["a"].
  bool key(InstanceKey* to, bool* given) {
    *given = false;
    if (!peek('[')) return true;
    ++at_;
    *given = true;
    if (peek('"')) {
      std::string text;
      if (!quoted(&text)) return false;
      *to = InstanceKey::string(Symbol(text));
    } else {
      const std::size_t start = at_;
      while (!done() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
      if (at_ == start || at_ - start > 18) return fail("expected a whole number or a quoted key");
      *to = InstanceKey::number(std::stoll(std::string(text_.substr(start, at_ - start))));
    }
    return take(']');
  }

  bool fail(const std::string& what) {
    if (error.empty())
      error =
          what + " at character " + std::to_string(at_ + 1) + " of \"" + std::string(text_) + "\"";
    return false;
  }

 private:
  bool quoted(std::string* to) {
    ++at_;
    while (!done() && text_[at_] != '"') {
      char c = text_[at_++];
      if (c == '\\') {
        if (done()) break;
        c = text_[at_++];
        if (c == 'n') c = '\n';
        if (c == 'r') c = '\r';
        if (c == 't') c = '\t';
        if (c == 'u') {
          if (at_ + 4 > text_.size()) return fail("expected four hexadecimal digits");
          const long code = std::strtol(std::string(text_.substr(at_, 4)).c_str(), nullptr, 16);
          at_ += 4;
          if (code < 0x80) {
            *to += static_cast<char>(code);
            continue;
          }
          return fail("expected a character below 128 after \\u");
        }
      } else if ((c == '$' || c == '%') && at_ + 1 < text_.size() && text_[at_] == c &&
                 text_[at_ + 1] == '{') {
        ++at_;
      }
      *to += c;
    }
    return take('"');
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::string resource_name(ResourceMode mode, Symbol type, Symbol name) {
  std::string text = mode == ResourceMode::Data        ? "data."
                     : mode == ResourceMode::Ephemeral ? "ephemeral."
                                                       : "";
  text += type.view();
  text += '.';
  text += name.view();
  return text;
}

const Symbol kModule("module"), kData("data");

// module.a[0].module.b. … ; *last_key_given says whether the last step had a key. Stops before what
// is no module.
bool read_modules(AddressReader& reader, ModulePath* path, Symbol* next, bool* last_key_given,
                  bool* ended) {
  *ended = false;
  while (true) {
    if (!reader.identifier(next)) return false;
    if (*next != kModule) return true;
    ModuleStep step;
    if (!reader.take('.') || !reader.identifier(&step.name) ||
        !reader.key(&step.key, last_key_given))
      return false;
    path->push_back(step);
    if (reader.done()) {
      *ended = true;
      return true;
    }
    if (!reader.take('.')) return false;
  }
}

}  // namespace

namespace {

// As the language writes a string: "${" and "%{" would begin a template.
std::string quoted_key(std::string_view key) {
  const std::string quoted = json_quote(key);
  if (quoted.find("{") == std::string::npos) return quoted;
  std::string text;
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    text += quoted[i];
    if ((quoted[i] == '$' || quoted[i] == '%') && quoted[i + 1] == '{') text += quoted[i];
  }
  return text;
}

}  // namespace

std::string InstanceKey::text() const {
  switch (kind_) {
    case Kind::None:
      return {};
    case Kind::Number:
      return "[" + std::to_string(number_) + "]";
    case Kind::String:
      return "[" + quoted_key(symbol().view()) + "]";
  }
  return {};
}

std::strong_ordering operator<=>(const InstanceKey& a, const InstanceKey& b) {
  if (a.kind_ != b.kind_) return a.kind_ <=> b.kind_;
  if (a.kind_ == InstanceKey::Kind::String)
    return a.symbol().view().compare(b.symbol().view()) <=> 0;
  return a.number_ <=> b.number_;
}

std::string module_text(const ModulePath& path) {
  std::string text;
  for (const ModuleStep& step : path) {
    if (!text.empty()) text += '.';
    text += "module.";
    text += step.name.view();
    text += step.key.text();
  }
  return text;
}

std::string InstanceAddress::resource_text() const {
  const std::string path = module_text(module);
  return (path.empty() ? "" : path + ".") + resource_name(mode, type, name);
}

std::string InstanceAddress::text() const { return resource_text() + key.text(); }

std::string InstanceAddress::declaration_text() const {
  std::string text;
  for (const ModuleStep& step : module) {
    text += "module.";
    text += step.name.view();
    text += '.';
  }
  return text + resource_name(mode, type, name);
}

std::strong_ordering compare_addresses(const InstanceAddress& a, const InstanceAddress& b) {
  const std::size_t shared = std::min(a.module.size(), b.module.size());
  for (std::size_t i = 0; i < shared; ++i) {
    if (a.module[i].name != b.module[i].name)
      return a.module[i].name.view().compare(b.module[i].name.view()) <=> 0;
    if (const auto order = a.module[i].key <=> b.module[i].key; order != 0) return order;
  }
  if (a.module.size() != b.module.size()) return a.module.size() <=> b.module.size();
  if (a.mode != b.mode)
    return b.mode == ResourceMode::Data ? std::strong_ordering::greater
                                        : std::strong_ordering::less;
  if (a.type != b.type) return a.type.view().compare(b.type.view()) <=> 0;
  if (a.name != b.name) return a.name.view().compare(b.name.view()) <=> 0;
  return a.key <=> b.key;
}

std::string TargetAddress::text() const {
  const std::string path = module_text(module);
  if (whole_module) return path;
  return (path.empty() ? "" : path + ".") + resource_name(mode, type, name) +
         (key ? key->text() : "");
}

bool TargetAddress::covers(const InstanceAddress& address) const {
  if (module.size() > address.module.size() ||
      (!whole_module && module.size() != address.module.size()))
    return false;
  for (std::size_t i = 0; i < module.size(); ++i) {
    if (module[i].name != address.module[i].name) return false;
    // A module without a key covers all its instances.
    if (!module[i].key.none() && !(module[i].key == address.module[i].key)) return false;
  }
  if (whole_module) return true;
  return mode == address.mode && type == address.type && name == address.name &&
         (!key || *key == address.key);
}

std::optional<InstanceAddress> parse_instance_address(std::string_view text, std::string* error) {
  const auto target = parse_target_address(text, error);
  if (!target) return std::nullopt;
  if (target->whole_module) {
    if (error != nullptr)
      *error = "\"" + std::string(text) + "\" names a module, not a resource instance";
    return std::nullopt;
  }
  return InstanceAddress{target->module, target->mode, target->type, target->name,
                         target->key.value_or(InstanceKey())};
}

std::optional<TargetAddress> parse_target_address(std::string_view text, std::string* error) {
  AddressReader reader(text);
  TargetAddress target;
  Symbol next;
  const auto failed = [&]() -> std::optional<TargetAddress> {
    if (error != nullptr) *error = reader.error;
    return std::nullopt;
  };
  bool ended = false;
  if (!read_modules(reader, &target.module, &next, &target.module_last_key_given, &ended))
    return failed();
  if (ended) {
    target.whole_module = true;
    return target;
  }
  if (next == kData) {
    target.mode = ResourceMode::Data;
    if (!reader.take('.') || !reader.identifier(&next)) return failed();
  }
  target.type = next;
  InstanceKey key;
  bool given = false;
  if (!reader.take('.') || !reader.identifier(&target.name) || !reader.key(&key, &given))
    return failed();
  if (given) target.key = key;
  if (!reader.done()) {
    reader.fail("expected the end of the address");
    return failed();
  }
  return target;
}

}  // namespace tenon
