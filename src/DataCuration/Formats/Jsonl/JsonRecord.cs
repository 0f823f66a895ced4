namespace DataCuration;

/// <summary>The positions of id and text in a record.</summary>
/// <param name="Id">The id's value; its kind is <see cref="JsonTokenKind.None"/> if the record has no id.</param>
/// <param name="Text">The text's value, a string.</param>
internal readonly record struct JsonRecord(JsonToken Id, JsonToken Text);
