namespace DataCuration;

/// <summary>Where id and text stand in a record.</summary>
/// <param name="Id">The id's value; of kind <see cref="JsonTokenKind.None"/> where there is none.</param>
/// <param name="Text">The text's value, a string.</param>
internal readonly record struct JsonRecord(JsonToken Id, JsonToken Text);
