#include "schema/base/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <bit>
#include <cstring>

#include "schema/base/check.h"

namespace tenon {

namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string digest_with(const EVP_MD* algorithm, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  CHECK(EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, algorithm, nullptr) == 1);
  return std::string(reinterpret_cast<const char*>(out.data()), size);
}

std::uint64_t load_little_endian(const char* from) {
  std::uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;  // every platform that we build for is little-endian
}

struct SipState {
  std::uint64_t v0, v1, v2, v3;

  void round() {
    v0 += v1;
    v1 = std::rotl(v1, 13) ^ v0;
    v0 = std::rotl(v0, 32);
    v2 += v3;
    v3 = std::rotl(v3, 16) ^ v2;
    v0 += v3;
    v3 = std::rotl(v3, 21) ^ v0;
    v2 += v1;
    v1 = std::rotl(v1, 17) ^ v2;
    v2 = std::rotl(v2, 32);
  }
  void absorb(std::uint64_t word) {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
  }
  std::uint64_t squeeze() {
    for (int i = 0; i < 4; ++i) round();
    return v0 ^ v1 ^ v2 ^ v3;
  }
};

}  // namespace

std::string md5(std::string_view bytes) { return digest_with(EVP_md5(), bytes); }
std::string sha1(std::string_view bytes) { return digest_with(EVP_sha1(), bytes); }
std::string sha256(std::string_view bytes) { return digest_with(EVP_sha256(), bytes); }
std::string sha512(std::string_view bytes) { return digest_with(EVP_sha512(), bytes); }

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  CHECK(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(bytes), bytes.size(),
             out.data(), &size) != nullptr);
  return std::string(reinterpret_cast<const char*>(out.data()), size);
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    text += kDigits[static_cast<unsigned char>(byte) >> 4];
    text += kDigits[static_cast<unsigned char>(byte) & 0x0F];
  }
  return text;
}

std::string base64_encode(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes_of(bytes),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

bool base64_decode(std::string_view text, std::string& to) {
  if (text.size() % 4 != 0) return false;
  for (const char c : text) {
    const bool valid = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       c == '+' || c == '/' || c == '=';
    if (!valid) return false;
  }
  const auto padding = text.find('=');
  if (padding != std::string_view::npos &&
      (padding + 2 < text.size() || (padding + 2 == text.size() && text.back() != '='))) {
    return false;
  }
  to.assign(text.size() / 4 * 3, '\0');
  if (text.empty()) return true;
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(to.data()), bytes_of(text),
                                   static_cast<int>(text.size()));
  if (size < 0) return false;
  const std::size_t padded = padding == std::string_view::npos ? 0 : text.size() - padding;
  to.resize(static_cast<std::size_t>(size) - padded);
  return true;
}

std::string Digest128::hex() const {
  std::array<char, 16> bytes{};
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[i] = static_cast<char>((high >> (56 - 8 * i)) & 0xFF);
    bytes[8 + i] = static_cast<char>((low >> (56 - 8 * i)) & 0xFF);
  }
  return to_hex({bytes.data(), bytes.size()});
}

Digest128 keyed_digest(DigestKey key, std::string_view bytes) {
  SipState state{key.k0 ^ 0x736f6d6570736575ULL, key.k1 ^ 0x646f72616e646f6dULL ^ 0xEE,
                 key.k0 ^ 0x6c7967656e657261ULL, key.k1 ^ 0x7465646279746573ULL};
  const std::size_t whole = bytes.size() / 8 * 8;
  for (std::size_t i = 0; i < whole; i += 8) state.absorb(load_little_endian(bytes.data() + i));
  std::uint64_t last = static_cast<std::uint64_t>(bytes.size()) << 56;
  for (std::size_t i = whole; i < bytes.size(); ++i) {
    last |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * (i - whole));
  }
  state.absorb(last);
  state.v2 ^= 0xEE;
  Digest128 digest;
  digest.high = state.squeeze();
  state.v1 ^= 0xDD;
  digest.low = state.squeeze();
  return digest;
}

}  // namespace tenon
