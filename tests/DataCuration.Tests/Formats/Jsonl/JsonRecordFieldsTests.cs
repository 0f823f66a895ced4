using System.Text;

namespace DataCuration.Tests.Formats.Jsonl;

public sealed class JsonRecordFieldsTests
{
    private static readonly JsonRecordFields Fields = new("text", "id");

    [Fact]
    public void List_DuplicateNames_KeepFirstPlaceAndLastValue()
    {
        var fields = Fields.List("""{"a":1,"id":"x","b":2,"te\u0078t":"t","a":3,"\u0062":{"c":[ ]}}"""u8.ToArray());
        Assert.Equal(["a=3", "b={\"c\":[ ]}"], fields.Select(field => $"{field.Key}={field.Value}"));
    }

    [Fact]
    public void List_ManyDuplicates_AgreesWithADictionary()
    {
        string[] names = [.. Enumerable.Range(0, 100).Select(i => $"f{i * 37 % 41}")];
        byte[] json = Encoding.UTF8.GetBytes("{" + string.Join(",", names.Select((name, i) => $"\"{name}\":{i}")) + "}");
        var listed = Fields.List(json).ToArray();
        Assert.Equal(names.Distinct(), listed.Select(field => field.Key));
        Assert.All(listed, field => Assert.Equal(Array.LastIndexOf(names, field.Key), field.Value.AsInteger()));
        Assert.All(listed, field => Assert.True(Fields.TryGet(json, field.Key, out AnnotationValue value) && value == field.Value));
    }

    [Theory]
    [InlineData("5", AnnotationKind.Integer)]
    [InlineData("-9223372036854775808", AnnotationKind.Integer)]
    [InlineData("9223372036854775808", AnnotationKind.Json)]
    [InlineData("5.0", AnnotationKind.Number)]
    [InlineData("5e3", AnnotationKind.Number)]
    [InlineData("-0", AnnotationKind.Number)]
    [InlineData("1e999", AnnotationKind.Json)]
    [InlineData("NaN", AnnotationKind.Number)]
    [InlineData("-Infinity", AnnotationKind.Number)]
    [InlineData("true", AnnotationKind.Boolean)]
    [InlineData("null", AnnotationKind.Null)]
    [InlineData("\"a\"", AnnotationKind.String)]
    [InlineData("[1]", AnnotationKind.Json)]
    public void TryGet_Value_HasItsKind(string json, AnnotationKind kind)
    {
        Assert.True(Fields.TryGet(Encoding.UTF8.GetBytes($"{{\"x\" : {json} }}"), "x", out AnnotationValue value));
        Assert.Equal(kind, value.Kind);
        if (kind != AnnotationKind.Null && kind != AnnotationKind.String && json != "5e3" && json != "5.0") Assert.Equal(json, value.AsString());
    }

    [Theory]
    [InlineData("id")]
    [InlineData("text")]
    [InlineData("nothing")]
    [InlineData("deep")]
    public void TryGet_IdTextAndAbsentNames_AreNotThere(string name) =>
        Assert.False(Fields.TryGet("""{"id":"a","text":"b","c":{"deep":1}}"""u8.ToArray(), name, out _));

    [Fact]
    public void TryGet_LoneSurrogate_ReadsAsReplacementCharacter()
    {
        Assert.True(Fields.TryGet("""{"x":"a\ud800b"}"""u8.ToArray(), "x", out AnnotationValue value));
        Assert.Equal("a\ufffdb", value.AsString());
    }
}
