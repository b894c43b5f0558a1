#include "providers/aws/protocol/query.h"

#include "tests/unit/aws_protocol/models.h"

namespace tenon::aws {
namespace {

class QueryProtocol : public ::testing::Test {
 protected:
  // Without the operation and the version, which are always first.
  std::string form(const std::string& input) {
    const auto request = protocol.serialize(*model, put, *parse_json(input));
    if (!request) return "error: " + request.error().message;
    const std::string first = "Action=PutTopic&Version=2010-03-31";
    EXPECT_EQ(request->body.substr(0, first.size()), first);
    return request->body.substr(first.size());
  }
  std::string parsed(const std::string& inside) {
    const auto node = protocol.parse(
        *model, put,
        response_of(200,
                    "<?xml version=\"1.0\"?>\n<PutTopicResponse xmlns=\"urn:x\"><PutTopicResult>" +
                        inside + "</PutTopicResult></PutTopicResponse>"));
    return node ? to_json(*node) : "error: " + node.error().message;
  }

  std::shared_ptr<const ServiceModel> model = model_of(kQueryModel);
  const Operation& put = *model->find("PutTopic");
  const Protocol& protocol = *find_protocol("query");
};

TEST_F(QueryProtocol, SendsAForm) {
  const auto request = protocol.serialize(*model, *model->find("Ping"), Node::map());
  ASSERT_TRUE(request);
  EXPECT_EQ(request->body, "Action=Ping&Version=2010-03-31");
  EXPECT_EQ(request->headers[0].second, "application/x-www-form-urlencoded; charset=utf-8");
}

TEST_F(QueryProtocol, EscapesValues) {
  EXPECT_EQ(form("{\"Name\":\"a b+c&d=e%~*/\xc3\xa4\"}"), "&Name=a+b%2Bc%26d%3De%25~%2A%2F%C3%A4");
}

TEST_F(QueryProtocol, NumbersListsAndMaps) {
  EXPECT_EQ(form(R"({"Names":["a","b"]})"), "&Names.member.1=a&Names.member.2=b");
  EXPECT_EQ(form(R"({"Names":[]})"), "&Names=");
  EXPECT_EQ(form(R"({"Flat":["a"]})"), "&Flat.1=a");
  EXPECT_EQ(form(R"({"Attributes":{"k":"v","l":""}})"),
            "&Attributes.entry.1.key=k&Attributes.entry.1.value=v"
            "&Attributes.entry.2.key=l&Attributes.entry.2.value=");
  EXPECT_EQ(form(R"({"Inner":{"Inner":{"Name":"x"},"Flat":["y"]}})"),
            "&Inner.Flat.1=y&Inner.Inner.Name=x");
  EXPECT_EQ(form(R"({"On":false,"At":"2020-01-01T00:00:00Z","Name":null})"),
            "&On=false&At=2020-01-01T00%3A00%3A00Z");
}

TEST_F(QueryProtocol, NamesTheMemberThatDoesNotFit) {
  EXPECT_EQ(form(R"({"Inner":{"Names":"a"}})"), "error: Inner.Names must be a list");
  EXPECT_EQ(form(R"({"Name":[]})"), "error: Name must be a single value");
  EXPECT_EQ(form(R"({"Attributes":[]})"), "error: Attributes must be a map");
  EXPECT_EQ(form(R"({"At":"soon"})"), "error: At must be a time");
}

TEST_F(QueryProtocol, ReadsMembersByTheirShape) {
  EXPECT_EQ(
      parsed(
          "<Name>a &amp; b</Name><On>true</On><Count>5</Count><At>2020-01-01T01:00:00+01:00</At>"),
      R"({"Name":"a & b","On":true,"Count":5,"At":"2020-01-01T00:00:00Z"})");
  EXPECT_EQ(parsed("<Names><member>a</member><member/></Names>"), R"({"Names":["a",""]})");
  EXPECT_EQ(parsed("<Names/>"), R"({"Names":[]})");
  EXPECT_EQ(parsed("<Flat>a</Flat><Flat>b</Flat>"), R"({"Flat":["a","b"]})");
  EXPECT_EQ(parsed("<Attributes><entry><key>k</key><value>v</value></entry></Attributes>"),
            R"({"Attributes":{"k":"v"}})");
  EXPECT_EQ(parsed("<Inner><Name>x</Name></Inner><Unheard>1</Unheard>"),
            R"({"Inner":{"Name":"x"}})");
  EXPECT_EQ(parsed("<Name>{\"json\": \"in &lt;xml&gt;\"}</Name>"),
            R"({"Name":"{\"json\": \"in <xml>\"}"})");
  EXPECT_EQ(parsed("<Name> </Name>"), R"({"Name":" "})");
}

TEST_F(QueryProtocol, RefusesATruncatedOrForeignBody) {
  for (const char* broken : {"", "{}", "<PutTopicResponse><PutTopicResult><Name>a"}) {
    const auto node = protocol.parse(*model, put, response_of(200, broken));
    ASSERT_FALSE(node) << broken;
    EXPECT_EQ(node.error().category, ErrorCategory::Corrupt);
  }
}

TEST_F(QueryProtocol, RefusesABodyThatIsNestedWithoutEnd) {
  std::string open;
  std::string close;
  for (int i = 0; i < 50'000; ++i) {
    open += "<Inner>";
    close += "</Inner>";
  }
  EXPECT_EQ(parsed(open + close), "error: XML that is nested more than 200 levels deep");
  const ApiError error =
      protocol.parse_error(*model, response_of(400, "<Error>" + open + close + "</Error>"));
  EXPECT_EQ(error.code, "");
}

}  // namespace
}  // namespace tenon::aws
