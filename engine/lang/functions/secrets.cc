// What needs randomness or keys: bcrypt, uuid, rsadecrypt. The first two give something else every
// time, so they are unknown in a plan.
#include <crypt.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <array>
#include <memory>
#include <string>

#include "engine/lang/functions/body.h"
#include "schema/base/digest.h"
#include "schema/base/text.h"

namespace tenon::lang::functions {

namespace {

bool is_certain(const FunctionContext& context) {
  return context.phase != Phase::Plan && context.env != nullptr;
}

Answer bcrypt(FunctionContext& context, Arguments arguments, FunctionError& error) {
  constexpr std::int64_t kDefaultCost = 10;
  constexpr std::int64_t kLeastCost = 4;
  constexpr std::int64_t kMostCost = 31;
  if (arguments.size() > 2) return refuse(error, "only one cost can be given");
  std::int64_t cost = kDefaultCost;
  if (arguments.size() == 2) {
    const auto given = whole_number(arguments[1], error, 1);
    if (!given) return std::nullopt;
    cost = *given < kLeastCost ? kDefaultCost : *given;
  }
  if (cost > kMostCost) {
    return refuse(error, 1, "the cost must be between 4 and 31, and it is " + std::to_string(cost));
  }
  const std::string password(arguments[0].as_string());
  if (password.size() > 72) return refuse(error, 0, "the text is longer than 72 bytes");
  if (password.find('\0') != std::string::npos) {
    return refuse(error, 0, "the text has a null character");
  }
  if (!is_certain(context)) return unknown_not_null(*context.arena, Type::string());
  std::array<std::uint8_t, 16> random{};
  context.env->random_bytes(random);
  std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
  const auto data = std::make_unique<crypt_data>();
  if (crypt_gensalt_rn("$2a$", static_cast<unsigned long>(cost),
                       reinterpret_cast<const char*>(random.data()),
                       static_cast<int>(random.size()), setting.data(),
                       static_cast<int>(setting.size())) == nullptr) {
    return refuse(error, "the system's crypt library has no bcrypt");
  }
  const char* const hash = crypt_r(password.c_str(), setting.data(), data.get());
  if (hash == nullptr || hash[0] == '*') {
    return refuse(error, "the system's crypt library has no bcrypt");
  }
  return text_value(context, hash);
}

Answer uuid(FunctionContext& context, Arguments, FunctionError&) {
  if (!is_certain(context)) return unknown_not_null(*context.arena, Type::string());
  return text_value(context, random_uuid(*context.env));
}

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};

int no_password(char*, int, int, void*) { return -1; }

std::optional<std::string> decrypt(EVP_PKEY* key, std::string_view cipher) {
  const std::unique_ptr<EVP_PKEY_CTX, Free> context(EVP_PKEY_CTX_new(key, nullptr));
  if (!context || EVP_PKEY_decrypt_init(context.get()) <= 0 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) <= 0) {
    return std::nullopt;
  }
  // Newer libraries answer a wrong padding with random bytes unless told not to; older ones do not
  // know the option.
  EVP_PKEY_CTX_ctrl_str(context.get(), "rsa_pkcs1_implicit_rejection", "0");
  std::size_t size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(cipher.data());
  if (EVP_PKEY_decrypt(context.get(), nullptr, &size, bytes, cipher.size()) <= 0) {
    return std::nullopt;
  }
  std::string plain(size, '\0');
  if (EVP_PKEY_decrypt(context.get(), reinterpret_cast<unsigned char*>(plain.data()), &size, bytes,
                       cipher.size()) <= 0) {
    return std::nullopt;
  }
  plain.resize(size);
  return plain;
}

Answer rsa_decrypt(FunctionContext& context, Arguments arguments, FunctionError& error) {
  std::string cipher;
  if (!base64_decode(arguments[0].as_string(), cipher)) {
    return refuse(error, 0, "the text is not valid base64");
  }
  const auto pem = arguments[1].as_string();
  const std::unique_ptr<BIO, Free> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const std::unique_ptr<EVP_PKEY, Free> key(
      bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr) : nullptr);
  ERR_clear_error();
  if (!key || EVP_PKEY_base_id(key.get()) != EVP_PKEY_RSA) {
    return refuse(error, 1, "it is no RSA private key in PEM form without a password");
  }
  const auto plain = decrypt(key.get(), cipher);
  ERR_clear_error();
  if (!plain) return refuse(error, 0, "the text cannot be decrypted with this key");
  if (!is_valid_utf8(*plain)) {
    return refuse(error, 0, "what the text decrypts to is not valid UTF-8");
  }
  return text_value(context, *plain);
}

}  // namespace

void add_secrets(FunctionTable& table) {
  static const Parameter kText[] = {{"str", Type::string()}};
  static const Parameter kCost = {"cost", Type::number()};
  static const Parameter kDecrypt[] = {{"ciphertext", Type::string()},
                                       {"privatekey", Type::string()}};
  static const Function kFunctions[] = {
      {.name = "bcrypt",
       .parameters = kText,
       .variadic = &kCost,
       .result = Type::string(),
       .body = bcrypt,
       .description = "The bcrypt hash of a text with a random salt."},
      {.name = "rsadecrypt",
       .parameters = kDecrypt,
       .result = Type::string(),
       .body = rsa_decrypt,
       .description = "The text that an RSA ciphertext in base64 means, with a private key."},
      {.name = "uuid",
       .parameters = {},
       .result = Type::string(),
       .body = uuid,
       .description = "A random UUID."},
  };
  for (const Function& function : kFunctions) table.add(&function);
}

}  // namespace tenon::lang::functions
