#include "providers/builtin/random.h"

#include <crypt.h>

#include <algorithm>
#include <array>

#include "providers/builtin/local_only.h"
#include "schema/base/digest.h"
#include "schema/resource/declare.h"
#include "schema/value/compare.h"
#include "schema/value/number.h"

namespace tenon {

namespace {

constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kNumeric = "0123456789";
constexpr std::string_view kSpecial = "!@#$%&*()-_=+[]{}<>:?";

std::int64_t integer(const Value& object, std::string_view name) {
  const Value value = slot_of(object, name);
  return value.is_known() && value.is_int64() ? value.as_int64() : 0;
}

bool flag(const Value& object, std::string_view name, bool fallback) {
  const Value value = slot_of(object, name);
  return value.is_known() ? value.as_bool() : fallback;
}

std::string text(const Value& object, std::string_view name) {
  const Value value = slot_of(object, name);
  return value.is_known() ? std::string(value.as_string()) : std::string();
}

class RandomProvider final : public LocalOnlyProvider {
 public:
  explicit RandomProvider(Env& env) : LocalOnlyProvider("random"), env_(env) {
    const Type keepers = Type::map_of(Type::string());
    add_type(SchemaBuilder("random_id")
                 .required("byte_length", Type::number())
                 .optional("keepers", keepers)
                 .optional("prefix", Type::string())
                 .computed("b64_std", Type::string())
                 .computed("b64_url", Type::string())
                 .computed("dec", Type::string())
                 .computed("hex", Type::string())
                 .computed("id", Type::string())
                 .build());
    SchemaBuilder password("random_password", ResourceMode::Managed, 3);
    password.required("length", Type::number())
        .optional("keepers", keepers)
        .optional("override_special", Type::string());
    for (const char* name : {"lower", "upper", "numeric", "number", "special"})
      password.optional_computed(name, Type::boolean());
    for (const char* name : {"min_lower", "min_upper", "min_numeric", "min_special"})
      password.optional_computed(name, Type::number());
    password.computed("result", Type::string())
        .sensitive()
        .computed("bcrypt_hash", Type::string())
        .sensitive()
        .computed("id", Type::string());
    add_type(password.build());
  }

  std::string_view source() const override { return "hashicorp/random"; }
  std::string_view version() const override { return "3.7.2"; }

  void validate(ResourceMode, Symbol type, const Value& config, const SpanOf& at,
                Diagnostics& diagnostics) const override {
    if (type.view() != "random_password") {
      const Value length = slot_of(config, "byte_length");
      if (length.is_known() && (!length.is_int64() || length.as_int64() < 1)) {
        diagnostics.error("E0701", "Invalid attribute value",
                          "byte_length must be a whole number of at least 1.",
                          at({PathStep::attribute(Symbol("byte_length"))}));
      }
      return;
    }
    const Value length = slot_of(config, "length");
    if (!length.is_known()) return;
    const std::int64_t minimum = integer(config, "min_lower") + integer(config, "min_upper") +
                                 integer(config, "min_numeric") + integer(config, "min_special");
    if (!length.is_int64() || length.as_int64() < std::max<std::int64_t>(1, minimum)) {
      diagnostics.error("E0701", "Invalid attribute value",
                        "length must be a whole number of at least 1 and of at least the sum of "
                        "min_lower, min_upper, min_numeric and min_special (" +
                            std::to_string(minimum) + ").",
                        at({PathStep::attribute(Symbol("length"))}));
    }
    const bool special = flag(config, "special", true);
    const bool numeric = flag(config, "numeric", flag(config, "number", true));
    if (!special && !numeric && !flag(config, "upper", true) && !flag(config, "lower", true)) {
      diagnostics.error("E0701", "Invalid attribute value",
                        "At least one of upper, lower, numeric and special must be true, or there "
                        "is nothing to draw from.",
                        at({PathStep::attribute(Symbol("special"))}));
    }
  }

  PlanResponse plan(const PlanRequest& request, Diagnostics&) const override {
    PlanResponse response;
    Arena& arena = *request.arena;
    Value planned = request.proposed;
    if (request.type.view() == "random_password")
      planned = with_password_defaults(arena, planned, request.config);
    if (request.prior.is_null()) {
      for (const SchemaSlot& slot : request.schema->block.slots) {
        if (slot.attribute.computed && !slot.attribute.optional)
          planned = with_slot(arena, planned, slot.name.view(), Value::unknown(slot.type));
      }
      response.planned = planned;
      return response;
    }
    // Everything that can be set decides what is drawn.
    for (const SchemaSlot& slot : request.schema->block.slots) {
      if (!slot.attribute.settable()) continue;
      if (!same_content(slot_of(request.prior, slot.name.view()),
                        slot_of(planned, slot.name.view())))
        response.replace.push_back({PathStep::attribute(slot.name)});
    }
    response.planned = planned;
    return response;
  }

  OperationResult operate(const OperationRequest& request, OperationContext&) override {
    OperationResult result;
    if (request.kind == OperationKind::Remove) return result;
    result.value = request.planned;
    if (request.kind == OperationKind::Update) return result;
    Arena& arena = *request.arena;
    const auto set = [&](std::string_view name, const std::string& value) {
      result.value = with_slot(arena, result.value, name, Value::string(arena, value));
    };
    if (request.type.view() == "random_id") {
      draw_id(request, set);
    } else {
      const std::string password = draw_password(request.planned);
      set("result", password);
      set("bcrypt_hash", bcrypt(password));
      set("id", "none");
    }
    return result;
  }

 private:
  static Value with_password_defaults(Arena& arena, Value value, const Value& config) {
    const auto fill = [&](std::string_view name, const Value& fallback) {
      if (slot_of(config, name).is_null()) value = with_slot(arena, value, name, fallback);
    };
    for (const char* name : {"lower", "upper", "special"}) fill(name, Value::boolean(true));
    for (const char* name : {"min_lower", "min_upper", "min_numeric", "min_special"})
      fill(name, Value::number(0));
    // `number` is the old name of `numeric`; each follows the other.
    const Value numeric = slot_of(config, "numeric");
    const Value number = slot_of(config, "number");
    const Value effective = !numeric.is_null()  ? numeric
                            : !number.is_null() ? number
                                                : Value::boolean(true);
    value = with_slot(arena, value, "numeric", effective);
    return with_slot(arena, value, "number", effective);
  }

  template <typename Set>
  void draw_id(const OperationRequest& request, Set set) {
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(
        std::clamp<std::int64_t>(integer(request.planned, "byte_length"), 1, 1 << 20)));
    env_.random_bytes(bytes);
    const std::string_view raw(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const std::string prefix = text(request.planned, "prefix");
    const std::string standard = base64_encode(raw);
    std::string url = standard;
    std::replace(url.begin(), url.end(), '+', '-');
    std::replace(url.begin(), url.end(), '/', '_');
    url.erase(url.find_last_not_of('=') + 1);
    const std::string hex = to_hex(raw);
    set("b64_std", prefix + standard);
    set("b64_url", prefix + url);
    set("hex", prefix + hex);
    set("dec", prefix + decimal(hex));
    set("id", url);
  }

  static std::string decimal(const std::string& hex) {
    const auto number = Number::parse_in_base(hex, 16);
    return number ? number->text_in_base(10) : std::string();
  }

  // Uniform below `limit`, without bias.
  std::size_t below(std::size_t limit) {
    const std::uint32_t bound = static_cast<std::uint32_t>(limit);
    const std::uint32_t usable = ~0u - ~0u % bound;
    while (true) {
      std::array<std::uint8_t, 4> bytes{};
      env_.random_bytes(bytes);
      const std::uint32_t number = static_cast<std::uint32_t>(bytes[0]) << 24 |
                                   static_cast<std::uint32_t>(bytes[1]) << 16 |
                                   static_cast<std::uint32_t>(bytes[2]) << 8 | bytes[3];
      if (number < usable) return number % bound;
    }
  }

  std::string draw_password(const Value& planned) {
    const std::string override_special = text(planned, "override_special");
    const std::string special = override_special.empty() ? std::string(kSpecial) : override_special;
    std::string all;
    std::string drawn;
    const auto add = [&](std::string_view characters, bool wanted, std::int64_t minimum) {
      if (wanted) all += characters;
      for (std::int64_t i = 0; i < minimum && !characters.empty(); ++i)
        drawn += characters[below(characters.size())];
    };
    add(kUpper, flag(planned, "upper", true), integer(planned, "min_upper"));
    add(kLower, flag(planned, "lower", true), integer(planned, "min_lower"));
    add(kNumeric, flag(planned, "numeric", true), integer(planned, "min_numeric"));
    add(special, flag(planned, "special", true), integer(planned, "min_special"));
    const auto length =
        static_cast<std::size_t>(std::clamp<std::int64_t>(integer(planned, "length"), 0, 1 << 20));
    while (drawn.size() < length && !all.empty()) drawn += all[below(all.size())];
    for (std::size_t i = drawn.size(); i > 1; --i) std::swap(drawn[i - 1], drawn[below(i)]);
    return drawn;
  }

  std::string bcrypt(const std::string& password) {
    std::array<std::uint8_t, 16> salt{};
    env_.random_bytes(salt);
    std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
    if (crypt_gensalt_rn("$2a$", 10, reinterpret_cast<const char*>(salt.data()),
                         static_cast<int>(salt.size()), setting.data(),
                         static_cast<int>(setting.size())) == nullptr)
      return {};
    auto data = std::make_unique<struct crypt_data>();
    // bcrypt looks at 72 bytes at most.
    const char* hash = crypt_r(password.substr(0, 72).c_str(), setting.data(), data.get());
    return hash == nullptr ? std::string() : std::string(hash);
  }

  Env& env_;
};

}  // namespace

std::unique_ptr<Provider> make_random_provider(Env& env) {
  return std::make_unique<RandomProvider>(env);
}

}  // namespace tenon
