#include "providers/aws/client/sigv4.h"

#include <gtest/gtest.h>

namespace tenon::aws {
namespace {

// The example of AWS's documentation and of its published test suite; the key opens nothing.
const Credentials kExample{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""};
const SigningScope kScope{"us-east-1", "service", "20150830T123600Z"};

SignableRequest get(std::string path, std::string query = "") {
  SignableRequest request;
  request.method = "GET";
  request.path = std::move(path);
  request.query = std::move(query);
  request.headers = {{"Host", "example.amazonaws.com"}};
  return request;
}

std::string canonical_path(SignableRequest request, const SigningOptions& options = {}) {
  const Signature signature = sign(request, kExample, kScope, options);
  const auto begin = signature.canonical_request.find('\n') + 1;
  return signature.canonical_request.substr(begin,
                                            signature.canonical_request.find('\n', begin) - begin);
}

TEST(SigV4, SignsThePublishedExample) {
  SignableRequest request = get("/");
  const Signature signature = sign(request, kExample, kScope);
  EXPECT_EQ(signature.authorization,
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
            "SignedHeaders=host;x-amz-date, "
            "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  EXPECT_EQ(request.headers.back().first, "Authorization");
  EXPECT_EQ(request.headers.back().second, signature.authorization);
}

TEST(SigV4, SortsAndFoldsHeaders) {
  SignableRequest request = get("/");
  request.headers.emplace_back("X-B", "  a   b ");
  request.headers.emplace_back("x-a", "2");
  request.headers.emplace_back("X-A", "1");
  const Signature signature = sign(request, kExample, kScope);
  EXPECT_NE(signature.canonical_request.find("x-a:2,1\nx-amz-date:20150830T123600Z\nx-b:a b\n"),
            std::string::npos)
      << signature.canonical_request;
}

TEST(SigV4, LeavesHeadersUnsignedThatProxiesChange) {
  SignableRequest request = get("/");
  request.headers.emplace_back("User-Agent", "tenon");
  request.headers.emplace_back("Connection", "keep-alive");
  EXPECT_EQ(sign(request, kExample, kScope).canonical_request.find("tenon"), std::string::npos);
}

TEST(SigV4, SignsTheSessionToken) {
  Credentials credentials = kExample;
  credentials.session_token = "TOKEN";
  SignableRequest request = get("/");
  EXPECT_NE(sign(request, credentials, kScope).canonical_request.find("x-amz-security-token:TOKEN"),
            std::string::npos);

  SigningOptions after;
  after.omit_session_token = true;
  SignableRequest later = get("/");
  EXPECT_EQ(sign(later, credentials, kScope, after).canonical_request.find("TOKEN"),
            std::string::npos);
  bool sent = false;
  for (const auto& [name, value] : later.headers) sent = sent || value == "TOKEN";
  EXPECT_TRUE(sent);
}

TEST(SigV4, EscapesThePathTwiceExceptWhereToldNot) {
  EXPECT_EQ(canonical_path(get("/a%20b")), "/a%2520b");
  SigningOptions s3;
  s3.encode_path_twice = false;
  s3.normalize_path = false;
  EXPECT_EQ(canonical_path(get("/a%20b//../c"), s3), "/a%20b//../c");
}

TEST(SigV4, NormalisesThePath) {
  EXPECT_EQ(canonical_path(get("//a/./b/../c/")), "/a/c/");
  EXPECT_EQ(canonical_path(get("/a/../..")), "/");
  EXPECT_EQ(canonical_path(get("")), "/");
}

TEST(SigV4, SortsTheQueryByNameThenValue) {
  SignableRequest request = get("/", "b=2&a=%2f&a=&b=1&c");
  const Signature signature = sign(request, kExample, kScope);
  EXPECT_NE(signature.canonical_request.find("\na=&a=%2F&b=1&b=2&c=\n"), std::string::npos)
      << signature.canonical_request;
}

TEST(SigV4, AddsTheHashOfTheBodyWhereAsked) {
  SigningOptions options;
  options.sign_content_hash = true;
  SignableRequest request = get("/");
  EXPECT_NE(sign(request, kExample, kScope, options)
                .canonical_request.find("x-amz-content-sha256:e3b0c44298fc1c149afbf4c8996fb924"),
            std::string::npos);
}

TEST(UriEncode, KeepsUnreservedOnly) {
  EXPECT_EQ(uri_encode("aZ0-._~ /+*'\xc3\xa4"), "aZ0-._~%20%2F%2B%2A%27%C3%A4");
  EXPECT_EQ(uri_encode("a/b", "/"), "a/b");
}

TEST(UriDecode, LeavesWhatIsNoEscape) {
  EXPECT_EQ(uri_decode("%41%zz%4"), "A%zz%4");
  EXPECT_EQ(uri_decode("%c3%A4"), "\xc3\xa4");
}

}  // namespace
}  // namespace tenon::aws
