// Addresses: how a module, a resource and an instance are named, in Terraform's syntax:
//   module.net["a"].data.aws_ami.base[0]
// Values with text; the planner keeps numbers instead and makes addresses only for what it prints
// or stores.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/symbol.h"
#include "schema/resource/resource_schema.h"

namespace tenon {

// The key of an instance: none, a number (count) or a string (for_each).
class InstanceKey {
 public:
  enum class Kind : std::uint8_t { None, Number, String };
  constexpr InstanceKey() = default;
  static constexpr InstanceKey number(std::int64_t value) {
    InstanceKey key;
    key.kind_ = Kind::Number;
    key.number_ = value;
    return key;
  }
  static InstanceKey string(Symbol value) {
    InstanceKey key;
    key.kind_ = Kind::String;
    key.number_ = value.index();
    return key;
  }
  Kind kind() const { return kind_; }
  bool none() const { return kind_ == Kind::None; }
  std::int64_t number() const { return number_; }  // REQUIRES: Number
  Symbol symbol() const {
    return Symbol::from_index(static_cast<std::uint32_t>(number_));
  }                          // REQUIRES: String
  std::string text() const;  // "", "[3]", `["a"]`
  friend bool operator==(const InstanceKey&, const InstanceKey&) = default;
  // None, then numbers by value, then strings by their bytes.
  friend std::strong_ordering operator<=>(const InstanceKey& a, const InstanceKey& b);

 private:
  Kind kind_ = Kind::None;
  std::int64_t number_ = 0;
};

struct ModuleStep {
  Symbol name;
  InstanceKey key;
  friend bool operator==(const ModuleStep&, const ModuleStep&) = default;
};

using ModulePath = std::vector<ModuleStep>;  // empty: the root module

std::string module_text(const ModulePath& path);  // "module.a[0].module.b", "" for the root

struct InstanceAddress {
  ModulePath module;
  ResourceMode mode = ResourceMode::Managed;
  Symbol type;
  Symbol name;
  InstanceKey key;

  std::string text() const;
  std::string resource_text() const;     // without the instance's key, module keys kept
  std::string declaration_text() const;  // without any key: how the configuration names it
  friend bool operator==(const InstanceAddress&, const InstanceAddress&) = default;
};

// In the order that people expect: module path, data before managed … by mode, type, name, then
// key; numbers by value.
std::strong_ordering compare_addresses(const InstanceAddress& a, const InstanceAddress& b);

// What -target, `state rm`, `state mv` and moved accept: a module (all below it), a resource (all
// its instances) or one instance.
struct TargetAddress {
  ModulePath module;
  bool module_last_key_given =
      true;  // "module.a" alone, where module.a has keys, covers all of them
  bool whole_module = false;
  ResourceMode mode = ResourceMode::Managed;
  Symbol type;
  Symbol name;
  std::optional<InstanceKey> key;  // nothing: all instances

  std::string text() const;
  bool covers(const InstanceAddress& address) const;
};

// Nothing, and *error a sentence, where `text` is no address.
std::optional<InstanceAddress> parse_instance_address(std::string_view text, std::string* error);
std::optional<TargetAddress> parse_target_address(std::string_view text, std::string* error);

}  // namespace tenon
