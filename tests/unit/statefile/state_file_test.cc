#include "state/statefile/state_file.h"

#include <gtest/gtest.h>

#include "schema/resource/validate.h"
#include "schema/value/print.h"
#include "schema/value/wire.h"

namespace tenon {
namespace {

// id: string, input: any, secret: sensitive string, tags: map of string, zones: set of string
const ResourceSchema& thing_schema() {
  static const ResourceSchema kSchema = [] {
    ResourceSchema schema;
    schema.type = Symbol("test_thing");
    schema.version = 1;
    const auto add = [&](const char* name, Type type, bool sensitive) {
      SchemaSlot slot;
      slot.name = Symbol(name);
      slot.attribute.type = slot.type = type;
      slot.attribute.optional = true;
      slot.attribute.sensitive = sensitive;
      schema.block.slots.push_back(std::move(slot));
    };
    add("id", Type::string(), false);
    add("input", Type::dynamic(), false);
    add("secret", Type::string(), true);
    add("tags", Type::map_of(Type::string()), false);
    add("zones", Type::set_of(Type::string()), false);
    schema.block.finish();
    return schema;
  }();
  return kSchema;
}

const ResourceSchema* lookup(ResourceMode, Symbol type, std::string_view) {
  return type == Symbol("test_thing") ? &thing_schema() : nullptr;
}

std::string state(const std::string& resources, const std::string& outputs = "{}",
                  const std::string& checks = "null") {
  return "{\n  \"version\": 4,\n  \"terraform_version\": \"1.11.4\",\n  \"serial\": 7,\n"
         "  \"lineage\": \"0f3d\",\n  \"outputs\": " +
         outputs + ",\n  \"resources\": " + resources + ",\n  \"check_results\": " + checks +
         "\n}\n";
}

std::string instance(const std::string& members) {
  return R"([{"mode":"managed","type":"test_thing","name":"a","provider":"p","instances":[{)" +
         members + "}]}]";
}

StateFile read(const std::string& text) {
  auto file = read_state_file(text, lookup);
  EXPECT_TRUE(file) << file.error().message;
  return file ? *std::move(file) : StateFile();
}

std::string error_of(const std::string& text) {
  const auto file = read_state_file(text, lookup);
  return file ? "" : file.error().message;
}

std::string again(const std::string& text) {
  const StateFile file = read(text);
  const auto written = write_state_file(*snapshot_of(file), {file.serial, file.lineage}, file.rest);
  return written ? *written : written.error().message;
}

Value value_of(Arena& arena, const Row& row) {
  std::string_view bytes = row.value;
  return decode(arena, bytes, row.type).value();
}

// As Terraform 1.11.4 wrote it (addresses and ids changed).
constexpr const char* kWritten = R"({
  "version": 4,
  "terraform_version": "1.11.4",
  "serial": 8,
  "lineage": "d47e3511-5cce-01fe-5864-fc8b6d166e14",
  "outputs": {
    "o": {
      "value": {
        "id": "e81b",
        "nul": null
      },
      "type": [
        "object",
        {
          "id": "string",
          "nul": "dynamic"
        }
      ],
      "sensitive": true
    },
    "t": {
      "value": [
        "a",
        "b"
      ],
      "type": [
        "set",
        "string"
      ]
    }
  },
  "resources": [
    {
      "mode": "data",
      "type": "other_thing",
      "name": "z",
      "provider": "provider[\"example.com/o/other\"].west",
      "instances": [
        {
          "schema_version": 3,
          "attributes": {
            "count": 3,
            "nested": [
              {
                "a": [],
                "b": {}
              }
            ],
            "nothing": null
          },
          "sensitive_attributes": [],
          "private": "eyJzY2hlbWFfdmVyc2lvbiI6IjEifQ=="
        }
      ]
    },
    {
      "mode": "managed",
      "type": "test_thing",
      "name": "a",
      "provider": "provider[\"example.com/t/test\"]",
      "instances": [
        {
          "index_key": 2,
          "schema_version": 1,
          "attributes": {
            "id": "two",
            "input": {
              "value": {
                "big": 123456789012345678901234567890,
                "half": 0.5,
                "list": [
                  1,
                  "c"
                ],
                "nul": null
              },
              "type": [
                "object",
                {
                  "big": "number",
                  "half": "number",
                  "list": [
                    "tuple",
                    [
                      "number",
                      "string"
                    ]
                  ],
                  "nul": "dynamic"
                }
              ]
            },
            "secret": null,
            "tags": null,
            "zones": [
              "a",
              "b"
            ]
          },
          "sensitive_attributes": [
            [
              {
                "type": "get_attr",
                "value": "secret"
              }
            ]
          ],
          "dependencies": [
            "data.other_thing.z"
          ]
        },
        {
          "index_key": 10,
          "status": "tainted",
          "schema_version": 1,
          "attributes": {
            "id": "ten",
            "input": null,
            "secret": "s",
            "tags": {
              "k.x": "\u003c\u0026\u003e\u2028é"
            },
            "zones": null
          },
          "sensitive_attributes": [
            [
              {
                "type": "get_attr",
                "value": "secret"
              }
            ],
            [
              {
                "type": "get_attr",
                "value": "tags"
              },
              {
                "type": "index",
                "value": {
                  "value": "k.x",
                  "type": "string"
                }
              }
            ]
          ],
          "create_before_destroy": true
        },
        {
          "index_key": 10,
          "deposed": "0a1b2c3d",
          "schema_version": 1,
          "attributes": {
            "id": "old",
            "input": null,
            "secret": null,
            "tags": null,
            "zones": null
          },
          "sensitive_attributes": [
            [
              {
                "type": "get_attr",
                "value": "secret"
              }
            ]
          ],
          "create_before_destroy": true
        }
      ]
    },
    {
      "module": "module.m[\"a\\\"b\"].module.n[0]",
      "mode": "managed",
      "type": "test_thing",
      "name": "b",
      "provider": "module.m.provider[\"example.com/t/test\"]",
      "instances": [
        {
          "index_key": "${x}",
          "schema_version": 1,
          "attributes": {
            "id": "x",
            "input": null,
            "secret": null,
            "tags": null,
            "zones": null
          },
          "sensitive_attributes": [
            [
              {
                "type": "get_attr",
                "value": "secret"
              }
            ]
          ],
          "identity": {
            "arn": "y"
          },
          "dependencies": [
            "data.other_thing.z",
            "test_thing.a"
          ]
        }
      ]
    }
  ],
  "check_results": [
    {
      "object_kind": "check",
      "config_addr": "check.c",
      "status": "pass",
      "objects": []
    }
  ]
}
)";

TEST(StateFile, WhatTerraformWroteComesBackByteForByte) { EXPECT_EQ(again(kWritten), kWritten); }

TEST(StateFile, AnEmptyStateComesBack) { EXPECT_EQ(again(state("[]")), state("[]")); }

TEST(StateFile, RowsAreReadByTheirSchema) {
  const StateFile file = read(kWritten);
  ASSERT_EQ(file.rows.size(), 5u);
  EXPECT_EQ(file.serial, 8u);
  EXPECT_EQ(file.rows[0].address, "data.other_thing.z");
  EXPECT_EQ(file.rows[0].private_bytes, "{\"schema_version\":\"1\"}");
  const Row& in_module = file.rows[1];
  EXPECT_EQ(in_module.address, R"(module.m["a\"b"].module.n[0].test_thing.b["$${x}"])");
  const Row& tainted = file.rows[2];
  EXPECT_EQ(tainted.address, "test_thing.a[10]");
  EXPECT_TRUE(tainted.tainted && tainted.create_before_destroy);
  EXPECT_EQ(tainted.type, thing_schema().block.type);
  EXPECT_EQ(file.rows[3].deposed_key, "0a1b2c3d");
  Arena arena;
  const Value value = value_of(arena, tainted);
  EXPECT_TRUE(value.attribute(Symbol("secret"))->is_sensitive());
  EXPECT_FALSE(value.attribute(Symbol("id"))->is_sensitive());
  EXPECT_TRUE(value.attribute(Symbol("tags"))->key("k.x")->is_sensitive());
}

TEST(StateFile, SecretsOfTheSchemaAreMarkedWhateverTheFileSays) {
  const StateFile file = read(state(instance(R"("schema_version":1,"attributes":{"secret":"s"})")));
  Arena arena;
  EXPECT_TRUE(value_of(arena, file.rows.at(0)).attribute(Symbol("secret"))->is_sensitive());
}

TEST(StateFile, AnAttributeThatTheSchemaLacksIsKept) {
  const std::string text =
      state(instance(R"("schema_version":1,"attributes":{"id":"i","novel":{"a":[1,true]}})"));
  EXPECT_NE(read(text).rows.at(0).type, thing_schema().block.type);
  EXPECT_NE(again(text).find("\"novel\": {"), std::string::npos);
}

TEST(StateFile, AnOlderSchemaVersionIsKeptAsItIs) {
  const StateFile file = read(state(instance(R"("schema_version":0,"attributes":{"id":"i"})")));
  EXPECT_EQ(file.rows.at(0).schema_version, 0);
  EXPECT_EQ(file.rows.at(0).type.shape().size(), 1u);
}

TEST(StateFile, DependenciesAreWidenedToTransitiveOnes) {
  StateFile file;
  const auto add = [&](const char* name, std::vector<std::string> needs) {
    Row row;
    row.address = std::string("test_thing.") + name;
    row.type = Type::empty_object();
    encode(Value::empty_object(), row.type, row.value);
    row.dependencies = encode_dependencies(needs);
    file.rows.push_back(row);
  };
  add("a", {});
  add("b", {"test_thing.a"});
  add("c", {"test_thing.b"});
  const StateFile back = read(write_state_file(*snapshot_of(file), {1, "l"}, {}).value());
  EXPECT_EQ(decode_dependencies(back.rows.at(2).dependencies),
            (std::vector<std::string>{"test_thing.a", "test_thing.b"}));
}

TEST(StateFile, WhatWasSaidOfARewrittenRowIsNotSaidAgain) {
  StateFile file = read(kWritten);
  file.rows[1].tainted = true;
  const auto text = write_state_file(*snapshot_of(file), {9, "l"}, file.rest);
  ASSERT_TRUE(text);
  EXPECT_EQ(text->find("identity"), std::string::npos);
}

TEST(StateFile, RestSurvivesItsBytes) {
  const StateFile file = read(kWritten);
  const auto back = decode_rest(encode_rest(file.rest));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->check_results, file.rest.check_results);
  EXPECT_EQ(back->instances.size(), 1u);
}

TEST(StateFile, RefusesWhatIsNoState) {
  EXPECT_NE(error_of("<html>").find("line 1, column 1: an object is expected"), std::string::npos);
  EXPECT_NE(error_of("{}").find("names no version"), std::string::npos);
  EXPECT_NE(error_of(R"({"version":3})").find("version 3"), std::string::npos);
  EXPECT_NE(error_of(R"({"version":5})").find("newer"), std::string::npos);
  EXPECT_NE(error_of(state("[]") + "x").find("nothing is expected"), std::string::npos);
  EXPECT_NE(error_of(state("[").substr(0, 100)), "");
}

TEST(StateFile, RefusesInstancesThatCannotBeRead) {
  EXPECT_NE(error_of(state(instance(R"("schema_version":1)"))).find("no attributes"),
            std::string::npos);
  EXPECT_NE(error_of(state(instance(R"("attributes":{},"private":"?")"))).find("base64"),
            std::string::npos);
  const std::string twice = instance(R"("attributes":{}},{"attributes":{})");
  EXPECT_NE(error_of(state(twice)).find("twice"), std::string::npos);
  EXPECT_NE(error_of(state(R"([{"mode":"managed","type":"a b","name":"c","instances":[]}])")), "");
}

TEST(StateFile, HeadCountsWithoutReading) {
  const auto head = read_state_file_head(kWritten);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->serial, 8u);
  EXPECT_EQ(head->resources, 3u);
  EXPECT_EQ(head->outputs, 2u);
}

}  // namespace
}  // namespace tenon
