// IP networks: cidrhost, cidrnetmask, cidrsubnet, cidrsubnets, for IPv4 and IPv6 alike: an address
// is a number of 32 or 128 bits.
#include <array>
#include <cstdio>
#include <string>

#include "engine/lang/functions/body.h"
#include "schema/value/number.h"

namespace tenon::lang::functions {

namespace {

__extension__ using Address = unsigned __int128;

struct Network {
  Address address = 0;  // of the network, host bits zero
  int prefix = 0;
  int bits = 32;
};

Address host_mask(int host_bits) {
  return host_bits >= 128 ? ~Address{0} : (Address{1} << host_bits) - 1;
}

std::optional<Address> parse_ipv4(std::string_view text) {
  Address address = 0;
  for (int part = 0; part < 4; ++part) {
    if (part > 0) {
      if (!text.starts_with(".")) return std::nullopt;
      text.remove_prefix(1);
    }
    unsigned number = 0;
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
      number = number * 10 + static_cast<unsigned>(text[digits] - '0');
      if (number > 255) return std::nullopt;
      ++digits;
    }
    if (digits == 0) return std::nullopt;
    text.remove_prefix(digits);
    address = (address << 8) | number;
  }
  if (!text.empty()) return std::nullopt;
  return address;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Groups of up to four hexadecimal digits between colons (RFC 4291, section 2.2); the last 32 bits
// may be written as IPv4.
bool parse_groups(std::string_view text, std::vector<unsigned>& groups) {
  if (text.empty()) return true;
  while (true) {
    const auto colon = text.find(':');
    const auto group = text.substr(0, colon);
    if (colon == std::string_view::npos && group.find('.') != std::string_view::npos) {
      const auto tail = parse_ipv4(group);
      if (!tail) return false;
      groups.push_back(static_cast<unsigned>(*tail >> 16));
      groups.push_back(static_cast<unsigned>(*tail & 0xFFFF));
      return true;
    }
    if (group.empty() || group.size() > 4) return false;
    unsigned number = 0;
    for (const char c : group) {
      if (hex_value(c) < 0) return false;
      number = number * 16 + static_cast<unsigned>(hex_value(c));
    }
    groups.push_back(number);
    if (colon == std::string_view::npos) return true;
    text.remove_prefix(colon + 1);
  }
}

std::optional<Address> parse_ipv6(std::string_view text) {
  const auto gap = text.find("::");
  std::vector<unsigned> groups;
  std::vector<unsigned> after;
  if (!parse_groups(text.substr(0, gap), groups)) return std::nullopt;
  if (gap != std::string_view::npos) {
    if (!parse_groups(text.substr(gap + 2), after)) return std::nullopt;
    if (groups.size() + after.size() > 7) return std::nullopt;
    groups.resize(8 - after.size(), 0);
    groups.insert(groups.end(), after.begin(), after.end());
  }
  if (groups.size() != 8) return std::nullopt;
  Address address = 0;
  for (const unsigned group : groups) address = (address << 16) | group;
  return address;
}

std::optional<Network> parse_network(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  Network network;
  const auto address_text = text.substr(0, slash);
  auto address = parse_ipv4(address_text);
  if (!address) {
    address = parse_ipv6(address_text);
    network.bits = 128;
  }
  const auto prefix_text = text.substr(slash + 1);
  if (!address || prefix_text.empty() || prefix_text.size() > 3) return std::nullopt;
  for (const char c : prefix_text) {
    if (c < '0' || c > '9') return std::nullopt;
    network.prefix = network.prefix * 10 + (c - '0');
  }
  if (network.prefix > network.bits) return std::nullopt;
  network.address = *address & ~host_mask(network.bits - network.prefix);
  return network;
}

std::string ipv4_text(Address address) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) {
    if (!text.empty()) text += '.';
    text += std::to_string(static_cast<unsigned>((address >> shift) & 0xFF));
  }
  return text;
}

// As RFC 5952 says: lower case, the longest run of two zero groups or more cut out.
std::string ipv6_text(Address address) {
  unsigned groups[8];
  for (int i = 0; i < 8; ++i)
    groups[i] = static_cast<unsigned>((address >> (112 - 16 * i)) & 0xFFFF);
  if ((address >> 32) == 0xFFFF) return "::ffff:" + ipv4_text(address & 0xFFFFFFFF);
  int best = -1;
  int best_size = 1;
  for (int i = 0; i < 8; ++i) {
    int size = 0;
    while (i + size < 8 && groups[i + size] == 0) ++size;
    if (size > best_size) {
      best = i;
      best_size = size;
    }
    i += size;
  }
  std::string text;
  for (int i = 0; i < 8;) {
    if (i == best) {
      text += "::";
      i += best_size;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    std::array<char, 8> group{};
    std::snprintf(group.data(), group.size(), "%x", groups[i]);
    text += group.data();
    ++i;
  }
  return text;
}

std::string address_text(const Network& network, Address address) {
  return network.bits == 32 ? ipv4_text(address) : ipv6_text(address);
}

std::string network_text(const Network& network) {
  return address_text(network, network.address) + "/" + std::to_string(network.prefix);
}

std::optional<Network> network_argument(Arguments arguments, FunctionError& error) {
  const auto text = arguments[0].as_string();
  const auto network = parse_network(text);
  if (network) return network;
  return refuse(error, 0,
                quoted(text) +
                    " is not an IP network in CIDR notation, such as 10.0.0.0/8 or "
                    "fd00::/64");
}

// A whole number of up to 128 bits and a sign.
struct WideNumber {
  Address magnitude = 0;
  bool negative = false;
};

std::optional<WideNumber> wide_number(const Value& value, int argument, FunctionError& error) {
  const Number number = Number::of(value);
  if (!number.is_integer()) return refuse(error, argument, "a whole number is required");
  WideNumber wide;
  wide.negative = number.is_negative();
  const std::string digits = (wide.negative ? -number : number).text_in_base(16);
  if (digits.size() > 32) return refuse(error, argument, "the number is too large");
  for (const char c : digits)
    wide.magnitude = (wide.magnitude << 4) | static_cast<unsigned>(hex_value(c));
  return wide;
}

Answer host(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto network = network_argument(arguments, error);
  if (!network) return std::nullopt;
  const auto number = wide_number(arguments[1], 1, error);
  if (!number) return std::nullopt;
  const Address most = host_mask(network->bits - network->prefix);
  const bool fits = number->negative ? number->magnitude - 1 <= most : number->magnitude <= most;
  if (!fits) {
    return refuse(error, 1,
                  "a network with a prefix of " + std::to_string(network->prefix) +
                      " bits has no host of this number");
  }
  const Address offset = number->negative ? most - (number->magnitude - 1) : number->magnitude;
  return text_value(context, address_text(*network, network->address + offset));
}

Answer netmask(FunctionContext& context, Arguments arguments, FunctionError& error) {
  const auto network = network_argument(arguments, error);
  if (!network) return std::nullopt;
  if (network->bits != 32) return refuse(error, 0, "only IPv4 networks have a netmask");
  const Address mask = host_mask(32) & ~host_mask(32 - network->prefix);
  return text_value(context, ipv4_text(mask));
}

Answer subnet(FunctionContext& context, Arguments arguments, FunctionError& error) {
  auto network = network_argument(arguments, error);
  if (!network) return std::nullopt;
  const auto new_bits = whole_number(arguments[1], error, 1);
  if (!new_bits) return std::nullopt;
  const auto number = wide_number(arguments[2], 2, error);
  if (!number) return std::nullopt;
  if (*new_bits > network->bits - network->prefix) {
    return refuse(error, 1,
                  "a prefix of " + std::to_string(network->prefix) +
                      " bits cannot be extended by " + std::to_string(*new_bits) +
                      " bits: an address has only " + std::to_string(network->bits));
  }
  if (*new_bits < -network->prefix) {
    return refuse(error, 1, "the prefix has fewer bits than that");
  }
  const Address most = *new_bits > 0 ? host_mask(static_cast<int>(*new_bits)) : 0;
  if (number->negative || number->magnitude > most) {
    return refuse(
        error, 2,
        "an extension of " + std::to_string(*new_bits) + " bits has no subnet of this number");
  }
  network->prefix += static_cast<int>(*new_bits);
  const int host_bits = network->bits - network->prefix;
  if (host_bits < 128) network->address |= number->magnitude << host_bits;
  network->address &= ~host_mask(host_bits);
  return text_value(context, network_text(*network));
}

Answer subnets(FunctionContext& context, Arguments arguments, FunctionError& error) {
  constexpr std::int64_t kMostBits = 32;
  const auto network = network_argument(arguments, error);
  if (!network) return std::nullopt;
  const Address last = network->address | host_mask(network->bits - network->prefix);
  std::vector<Value> found;
  std::optional<Network> before;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const int argument = static_cast<int>(i);
    const auto new_bits = whole_number(arguments[i], error, argument);
    if (!new_bits) return std::nullopt;
    if (*new_bits < 1) {
      return refuse(error, argument, "the prefix must be extended by at least one bit");
    }
    if (*new_bits > kMostBits) {
      return refuse(error, argument, "the prefix cannot be extended by more than 32 bits");
    }
    Network next = *network;
    next.prefix += static_cast<int>(*new_bits);
    if (next.prefix > next.bits) {
      return refuse(
          error, argument,
          "a prefix of " + std::to_string(next.prefix) + " bits is longer than an address");
    }
    if (before) {
      // The first network of this size after all that were given out.
      const int host_bits = next.bits - next.prefix;
      const Address end = before->address | host_mask(before->bits - before->prefix);
      const Address whole = end | host_mask(host_bits);
      if (whole >= last) {
        return refuse(error, argument,
                      "after " + network_text(*before) +
                          " there is no room for a network with a prefix of " +
                          std::to_string(next.prefix) + " bits");
      }
      next.address = whole + 1;
    }
    found.push_back(text_value(context, network_text(next)));
    before = next;
  }
  return Value::list(*context.arena, Type::string(), found);
}

}  // namespace

void add_networks(FunctionTable& table) {
  static const Type kString = Type::string();
  static const Type kNumber = Type::number();
  static const Parameter kPrefix[] = {{"prefix", kString}};
  static const Parameter kHost[] = {{"prefix", kString}, {"hostnum", kNumber}};
  static const Parameter kSubnet[] = {
      {"prefix", kString}, {"newbits", kNumber}, {"netnum", kNumber}};
  static const Parameter kBits = {"newbits", kNumber};
  static const Function kFunctions[] = {
      {.name = "cidrhost",
       .parameters = kHost,
       .result = kString,
       .body = host,
       .description = "The address of a host by its number in a network."},
      {.name = "cidrnetmask",
       .parameters = kPrefix,
       .result = kString,
       .body = netmask,
       .description = "The netmask of an IPv4 network."},
      {.name = "cidrsubnet",
       .parameters = kSubnet,
       .result = kString,
       .body = subnet,
       .description = "A network in a network, by its number."},
      {.name = "cidrsubnets",
       .parameters = kPrefix,
       .variadic = &kBits,
       .result = Type::list_of(kString),
       .body = subnets,
       .description = "Networks in a network, one after the other."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
