#include "providers/aws/protocol/rest.h"

#include "tests/unit/aws_protocol/models.h"

namespace tenon::aws {
namespace {

// Both protocols on one model; the bodies differ.
std::string model_text(const std::string& protocol) {
  return R"({"metadata": {"protocol": ")" + protocol +
         R"(", "endpointPrefix": "things", "serviceId": "Things"},
"operations": {
  "PutThing": {"http": {"method": "PUT", "requestUri": "/v1/things/{Name}/parts/{Part+}?kind=plain"},
               "input": {"shape": "In", "locationName": "PutThingRequest", "xmlNamespace": {"uri": "https://x/"}},
               "output": {"shape": "Out"}},
  "PutRaw": {"http": {"method": "POST", "requestUri": "/raw"}, "input": {"shape": "Raw"}, "output": {"shape": "Raw"}},
  "PutInner": {"http": {"method": "POST", "requestUri": "/inner"}, "input": {"shape": "Payload"},
               "output": {"shape": "Payload"}},
  "GetThing": {"http": {"method": "GET", "requestUri": "/v1/things"}, "input": {"shape": "Bare"}}},
"shapes": {
  "In": {"type": "structure", "members": {
     "Name": {"shape": "Text", "location": "uri", "locationName": "Name"},
     "Part": {"shape": "Text", "location": "uri", "locationName": "Part"},
     "Marker": {"shape": "Text", "location": "querystring", "locationName": "marker"},
     "Ids": {"shape": "Texts", "location": "querystring", "locationName": "id"},
     "More": {"shape": "Map", "location": "querystring", "locationName": "More"},
     "IfMatch": {"shape": "Text", "location": "header", "locationName": "If-Match"},
     "Since": {"shape": "Time", "location": "header", "locationName": "X-Since"},
     "Kinds": {"shape": "Texts", "location": "header", "locationName": "X-Kinds"},
     "Meta": {"shape": "Map", "location": "headers", "locationName": "x-meta-"},
     "Title": {"shape": "Text", "locationName": "title"}, "List": {"shape": "Texts"},
     "Inner": {"shape": "Inner"}}},
  "Inner": {"type": "structure", "members": {"Kind": {"shape": "Text", "xmlAttribute": true, "locationName": "xsi:type"},
     "Value": {"shape": "Text"}}},
  "Out": {"type": "structure", "members": {
     "ETag": {"shape": "Text", "location": "header", "locationName": "ETag"},
     "Count": {"shape": "Int", "location": "header", "locationName": "X-Count"},
     "Kinds": {"shape": "Texts", "location": "header", "locationName": "X-Kinds"},
     "Meta": {"shape": "Map", "location": "headers", "locationName": "x-meta-"},
     "Status": {"shape": "Int", "location": "statusCode"},
     "Title": {"shape": "Text", "locationName": "title"}, "List": {"shape": "Texts"}}},
  "Raw": {"type": "structure", "payload": "Body", "members": {"Body": {"shape": "Blob"},
     "Type": {"shape": "Text", "location": "header", "locationName": "Content-Type"}}},
  "Payload": {"type": "structure", "payload": "Inner", "members": {"Inner": {"shape": "Inner", "locationName": "Inner"}}},
  "Bare": {"type": "structure", "members": {"Marker": {"shape": "Text", "location": "querystring", "locationName": "marker"}}},
  "Texts": {"type": "list", "member": {"shape": "Text"}}, "Map": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
  "Text": {"type": "string"}, "Int": {"type": "integer"}, "Time": {"type": "timestamp"}, "Blob": {"type": "blob"}}})";
}

class RestProtocol : public ::testing::TestWithParam<const char*> {
 protected:
  Result<SignableRequest> request(const char* operation, const std::string& input) const {
    return protocol.serialize(*model, *model->find(operation), *parse_json(input));
  }
  std::string target(const std::string& input) const {
    const auto made = request("PutThing", input);
    return made ? made->path + "?" + made->query : "error: " + made.error().message;
  }
  static std::string header(const SignableRequest& request, std::string_view name) {
    for (const auto& [key, value] : request.headers) {
      if (key == name) return value;
    }
    return "none";
  }
  std::string parsed(const char* operation, std::string body, HttpHeaders headers = {}) const {
    const auto node = protocol.parse(*model, *model->find(operation),
                                     response_of(202, std::move(body), std::move(headers)));
    return node ? to_json(*node) : "error: " + node.error().message;
  }
  bool is_json() const { return std::string_view(GetParam()) == "rest-json"; }

  std::shared_ptr<const ServiceModel> model = model_of(model_text(GetParam()).c_str());
  const Protocol& protocol = *find_protocol(GetParam());
};

TEST_P(RestProtocol, FillsTheAddress) {
  EXPECT_EQ(target(R"({"Name":"a b/c:d","Part":"x/y z"})"),
            "/v1/things/a%20b%2Fc%3Ad/parts/x/y%20z?kind=plain");
  EXPECT_EQ(target(R"({"Name":"n","Part":"p","Marker":"a&b","Ids":["1","2"],"More":{"k":"v"}})"),
            "/v1/things/n/parts/p?kind=plain&marker=a%26b&id=1&id=2&k=v");
}

TEST_P(RestProtocol, RefusesAnAddressWithAHole) {
  EXPECT_EQ(target(R"({"Name":"","Part":"p"})"),
            "error: Name must be there: it is part of the address");
  EXPECT_EQ(target(R"({"Name":"n"})"), "error: Part must be there: it is part of the address");
}

TEST_P(RestProtocol, AnEntryOfAMapDoesNotReplaceAMember) {
  EXPECT_EQ(target(R"({"Name":"n","Part":"p","Marker":"m","More":{"marker":"other"}})"),
            "/v1/things/n/parts/p?kind=plain&marker=m");
}

TEST_P(RestProtocol, SendsHeaders) {
  const auto made = request(
      "PutThing",
      R"({"Name":"n","Part":"p","IfMatch":"E1","Since":"2020-01-01T00:00:00Z","Kinds":["a","b,c"],"Meta":{"k":"v"}})");
  ASSERT_TRUE(made);
  EXPECT_EQ(header(*made, "If-Match"), "E1");
  EXPECT_EQ(header(*made, "X-Since"), "Wed, 01 Jan 2020 00:00:00 GMT");
  EXPECT_EQ(header(*made, "X-Kinds"), "a, \"b,c\"");
  EXPECT_EQ(header(*made, "x-meta-k"), "v");
  EXPECT_EQ(request("PutThing", R"({"Name":"n","Part":"p","IfMatch":"E\r\nX: y"})").error().message,
            "IfMatch must be without line breaks: it is sent as a header");
  EXPECT_EQ(
      request("PutThing", R"({"Name":"n","Part":"p","Meta":{"k":"E\r\nX: y"}})").error().message,
      "Meta must be without line breaks: it is sent as a header");
}

TEST_P(RestProtocol, SendsWhatHasNoOtherPlaceAsTheBody) {
  const auto made = request(
      "PutThing",
      R"({"Name":"n","Part":"p","title":"no","Title":"a < b","List":["x"],"Inner":{"Kind":"k","Value":"v"}})");
  ASSERT_TRUE(made);
  EXPECT_EQ(
      made->body,
      is_json()
          ? R"({"title":"a < b","List":["x"],"Inner":{"xsi:type":"k","Value":"v"}})"
          : R"(<PutThingRequest xmlns="https://x/"><title>a &lt; b</title><List><member>x</member></List><Inner xsi:type="k"><Value>v</Value></Inner></PutThingRequest>)");
  EXPECT_EQ(header(*made, "Content-Type"), is_json() ? "application/json" : "application/xml");
}

TEST_P(RestProtocol, SendsAPayloadAlone) {
  EXPECT_EQ(request("PutRaw", R"({"Body":"YSBi"})")->body, "a b");
  EXPECT_EQ(header(*request("PutRaw", R"({"Body":"YQ=="})"), "Content-Type"),
            "application/octet-stream");
  EXPECT_EQ(header(*request("PutRaw", R"({"Body":"YQ==","Type":"text/css"})"), "Content-Type"),
            "text/css");
  EXPECT_EQ(request("PutRaw", R"({"Body":"not base64!"})").error().message, "Body must be base64");
  EXPECT_EQ(request("PutInner", R"({"Inner":{"Value":"v"}})")->body,
            is_json() ? R"({"Value":"v"})" : "<Inner><Value>v</Value></Inner>");
}

TEST_P(RestProtocol, SendsNoBodyWhereTheInputHasNoPlaceForOne) {
  const auto made = request("GetThing", R"({"Marker":"m"})");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->body, "");
  EXPECT_TRUE(made->headers.empty());
}

TEST_P(RestProtocol, ReadsHeadersStatusAndBody) {
  const std::string body = is_json() ? R"({"title":"t","List":["a"],"Unheard":1})"
                                     : "<Out><title>t</title><List><member>a</member></List></Out>";
  EXPECT_EQ(
      parsed("PutThing", body,
             {{"etag", "E1"}, {"x-count", "5"}, {"x-kinds", "a, \"b,c\""}, {"x-meta-k", "v"}}),
      R"({"Title":"t","List":["a"],"ETag":"E1","Count":5,"Kinds":["a","b,c"],"Meta":{"k":"v"},"Status":202})");
}

TEST_P(RestProtocol, ReadsAnEmptyAnswer) {
  EXPECT_EQ(parsed("PutThing", ""), R"({"Status":202})");
  EXPECT_EQ(parsed("PutRaw", ""), "{}");
}

TEST_P(RestProtocol, ReadsAPayload) {
  EXPECT_EQ(parsed("PutRaw", "a b"), R"({"Body":"YSBi"})");
  EXPECT_EQ(parsed("PutInner", is_json() ? R"({"Value":"v"})" : "<Inner><Value>v</Value></Inner>"),
            R"({"Inner":{"Value":"v"}})");
}

TEST_P(RestProtocol, RefusesABrokenBody) {
  EXPECT_EQ(parsed("PutThing", is_json() ? "{\"title\":" : "<Out><title>").substr(0, 6), "error:");
}

INSTANTIATE_TEST_SUITE_P(Both, RestProtocol, ::testing::Values("rest-json", "rest-xml"),
                         [](const auto& each) {
                           return std::string(each.param) == "rest-json" ? "Json" : "Xml";
                         });

TEST(RestXml, ReadsAMemberThatIsTheRoot) {
  const auto xml =
      model_of(R"({"metadata": {"protocol": "rest-xml", "endpointPrefix": "s3", "serviceId": "S3"},
"operations": {"GetBucketLocation": {"http": {"method": "GET", "requestUri": "/"}, "output": {"shape": "Out"}}},
"shapes": {"Out": {"type": "structure", "members": {"LocationConstraint": {"shape": "Text"}}}, "Text": {"type": "string"}}})");
  const auto parsed = rest_xml_protocol().parse(
      *xml, *xml->find("GetBucketLocation"),
      response_of(200, "<LocationConstraint xmlns=\"urn:x\">eu-west-1</LocationConstraint>"));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(to_json(*parsed), R"({"LocationConstraint":"eu-west-1"})");
}

TEST(RestErrors, AreReadFromHeaderOrBody) {
  const auto json = model_of(model_text("rest-json").c_str());
  const Operation& put = *json->find("PutThing");
  const ApiError named =
      error_of(rest_json_protocol(), *json, put,
               response_of(404, R"({"Message":"gone"})",
                           {{"x-amzn-errortype", "ResourceNotFoundException:http://x"}}),
               false);
  EXPECT_EQ(named.code, "ResourceNotFoundException");
  EXPECT_EQ(named.message, "gone");
  const auto xml = model_of(model_text("rest-xml").c_str());
  const ApiError bare = error_of(
      rest_xml_protocol(), *xml, *xml->find("PutThing"),
      response_of(404, "<Error><Code>NoSuchBucket</Code><Message>m</Message></Error>"), false);
  EXPECT_EQ(bare.code, "NoSuchBucket");
  const ApiError wrapped =
      error_of(rest_xml_protocol(), *xml, *xml->find("PutThing"),
               response_of(400,
                           "<ErrorResponse><Error><Code>InvalidInput</Code><Message>m</Message>"
                           "</Error><RequestId>r</RequestId></ErrorResponse>"),
               false);
  EXPECT_EQ(wrapped.code, "InvalidInput");
  EXPECT_EQ(wrapped.request_id, "r");
}

}  // namespace
}  // namespace tenon::aws
