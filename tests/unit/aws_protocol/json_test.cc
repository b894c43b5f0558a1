#include "providers/aws/protocol/json.h"

#include "tests/unit/aws_protocol/models.h"

namespace tenon::aws {
namespace {

class JsonProtocol : public ::testing::Test {
 protected:
  std::string body(const std::string& input) {
    const auto request = protocol.serialize(*model, put, *parse_json(input));
    return request ? request->body : "error: " + request.error().message;
  }
  std::string parsed(const std::string& text) {
    const auto node = protocol.parse(*model, put, response_of(200, text));
    return node ? to_json(*node) : "error: " + node.error().message;
  }

  std::shared_ptr<const ServiceModel> model = model_of(kJsonModel);
  const Operation& put = *model->find("PutThing");
  const Protocol& protocol = *find_protocol("json");
};

TEST_F(JsonProtocol, NamesTheOperationInAHeader) {
  const auto request = protocol.serialize(*model, put, Node::map());
  ASSERT_TRUE(request);
  EXPECT_EQ(request->method, "POST");
  EXPECT_EQ(request->path, "/");
  EXPECT_EQ(request->body, "{}");
  EXPECT_EQ(request->headers[0].second, "application/x-amz-json-1.1");
  EXPECT_EQ(request->headers[1].first, "X-Amz-Target");
  EXPECT_EQ(request->headers[1].second, "ThingService.PutThing");
}

TEST_F(JsonProtocol, SendsAnEmptyObjectWhereThereIsNoInput) {
  EXPECT_EQ(protocol.serialize(*model, *model->find("Ping"), Node::map())->body, "{}");
}

TEST_F(JsonProtocol, WritesMembersByTheirShape) {
  EXPECT_EQ(body(R"({"Name":"n","Count":5,"Ratio":1.50,"On":true})"),
            R"({"Name":"n","Count":5,"Ratio":1.50,"On":true})");
  EXPECT_EQ(body(R"({"Count":"7","On":"false","Name":8})"), R"({"Name":"8","Count":7,"On":false})");
  EXPECT_EQ(body(R"({"Ratio":"Infinity"})"), R"({"Ratio":"Infinity"})");
  EXPECT_EQ(body(R"({"At":"2020-01-01T00:00:00.5Z","AtText":"2020-01-01T00:00:00Z"})"),
            R"({"At":1577836800.5,"AtText":"2020-01-01T00:00:00Z"})");
  EXPECT_EQ(body(R"({"Data":"aGk=","Renamed":"r"})"), R"({"Data":"aGk=","wire":"r"})");
  EXPECT_EQ(body(R"({"Names":[],"Tags":{},"Inner":{"Name":"i"}})"),
            R"({"Names":[],"Tags":{},"Inner":{"Name":"i"}})");
}

TEST_F(JsonProtocol, LeavesOutWhatIsNullOrUnheardOf) {
  EXPECT_EQ(body(R"({"Name":null,"Nonsense":1})"), "{}");
  EXPECT_EQ(body(R"({"Names":["a",null]})"), R"({"Names":["a",null]})");
}

TEST_F(JsonProtocol, NamesTheMemberThatDoesNotFit) {
  for (const char* wrong :
       {R"({"Count":"many"})", R"({"Count":"0x10"})", R"({"Ratio":".5"})", R"({"Ratio":"+5"})",
        R"({"Ratio":"inf"})", R"({"Count":""})", R"({"Count":[]})", R"({"On":"yes"})",
        R"({"Name":{}})", R"({"Names":"a"})", R"({"Tags":[]})", R"({"Inner":5})",
        R"({"At":"yesterday"})", R"({"Inner":{"Inner":{"Count":"x"}}})"})
    EXPECT_EQ(body(wrong).substr(0, 7), "error: ") << wrong;
  EXPECT_EQ(body(R"({"Inner":{"Count":"x"}})"), "error: Count must be a number");
}

TEST_F(JsonProtocol, ReadsMembersByTheirShape) {
  EXPECT_EQ(
      parsed(R"({"Name":"n","Count":12345678901234567890,"At":1577836800.5,"wire":"r"})"),
      R"({"Name":"n","Count":12345678901234567890,"At":"2020-01-01T00:00:00.500Z","Renamed":"r"})");
  EXPECT_EQ(parsed(R"({"Names":["a",null],"Tags":{"k":"v","n":null},"Inner":{"Inner":{}}})"),
            R"({"Names":["a",null],"Tags":{"k":"v"},"Inner":{"Inner":{}}})");
}

TEST_F(JsonProtocol, PassesOverWhatItDoesNotKnow) {
  EXPECT_EQ(parsed(R"({"New":{"x":1},"Name":"n"})"), R"({"Name":"n"})");
  EXPECT_EQ(parsed("{}"), "{}");
  EXPECT_EQ(parsed(""), "{}");
}

TEST_F(JsonProtocol, RefusesATruncatedOrForeignBody) {
  for (const char* broken : {R"({"Name":"n)", "<html>", "{\"a\":1}{"}) {
    const auto node = protocol.parse(*model, put, response_of(200, broken));
    ASSERT_FALSE(node) << broken;
    EXPECT_EQ(node.error().category, ErrorCategory::Corrupt);
  }
  EXPECT_EQ(protocol.parse(*model, put, response_of(200, std::string(5000, '['))).error().category,
            ErrorCategory::Corrupt);
}

TEST_F(JsonProtocol, ReadsNothingWhereNothingIsPromised) {
  EXPECT_EQ(to_json(*protocol.parse(*model, *model->find("Ping"), response_of(200, "garbage"))),
            "{}");
}

}  // namespace
}  // namespace tenon::aws
