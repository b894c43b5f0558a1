// Digests of bytes: the standard ones (OpenSSL) for people and protocols, and one fast keyed
// 128-bit one for ourselves.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace tenon {

// Raw digest bytes (16, 20, 32, 64).
std::string md5(std::string_view bytes);
std::string sha1(std::string_view bytes);
std::string sha256(std::string_view bytes);
std::string sha512(std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view bytes);

std::string to_hex(std::string_view bytes);  // lower case
std::string base64_encode(std::string_view bytes);
// False where `text` is no standard, padded base64; `to` is then unspecified.
bool base64_decode(std::string_view text, std::string& to);

struct Digest128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend bool operator==(const Digest128&, const Digest128&) = default;
  friend auto operator<=>(const Digest128&, const Digest128&) = default;
  std::string hex() const;
};

struct DigestKey {
  std::uint64_t k0 = 0;
  std::uint64_t k1 = 0;
};

// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, 2012).
Digest128 keyed_digest(DigestKey key, std::string_view bytes);

}  // namespace tenon
