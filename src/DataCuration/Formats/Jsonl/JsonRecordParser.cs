using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace DataCuration;

/// <summary>
/// Checks that a record is a valid JSON object and finds id and text at its top level. Of several members with the same name the last one is used, as in
/// Python.
/// </summary>
internal sealed class JsonRecordParser(string textField, string idField)
{
    private readonly byte[] textName = Encoding.UTF8.GetBytes(textField);
    private readonly byte[] idName = Encoding.UTF8.GetBytes(idField);

    /// <summary>Parses a record.</summary>
    /// <param name="json">The record.</param>
    /// <param name="record">The positions of id and text.</param>
    /// <param name="reason">The kind of fault: one of <see cref="RecordFaultReasons"/>.</param>
    /// <param name="message">A message about the fault, for people.</param>
    public bool TryParse(ReadOnlySpan<byte> json, out JsonRecord record, [NotNullWhen(false)] out string? reason, [NotNullWhen(false)] out string? message)
    {
        record = default;
        if (!Utf8.IsValid(json))
        {
            reason = RecordFaultReasons.InvalidUtf8;
            message = FaultText.InvalidUtf8(json);
            return false;
        }
        var scanner = new JsonScanner(json);
        scanner.SkipSpace();
        if (scanner.Next != '{')
        {
            bool isValue = scanner.ReadValue(out JsonToken value) && scanner.ExpectEnd();
            reason = isValue ? RecordFaultReasons.NotAnObject : RecordFaultReasons.InvalidJson;
            message = isValue ? $"the record is not a JSON object but {JsonFaultText.Describe(json, value)}" : JsonFaultText.Invalid(json, scanner);
            return false;
        }
        JsonToken id = default;
        JsonToken text = default;
        bool isValid = scanner.EnterObject(out bool isEnd);
        while (isValid && !isEnd)
        {
            if (!scanner.ReadName(out JsonToken name) || !scanner.ReadValue(out JsonToken value, 1)) { isValid = false; break; }
            if (JsonStrings.IsName(json, name, textName)) text = value;
            else if (JsonStrings.IsName(json, name, idName)) id = value;
            isValid = scanner.MoveNext((byte)'}', out isEnd);
        }
        record = new(id.Kind == JsonTokenKind.Null ? default : id, text);
        reason = null;
        message = null;
        if (!isValid || !scanner.ExpectEnd())
        {
            reason = RecordFaultReasons.InvalidJson;
            message = JsonFaultText.Invalid(json, scanner);
        }
        else if (text.Kind == JsonTokenKind.None)
        {
            reason = RecordFaultReasons.MissingText;
            message = $"the record has no field '{textField}'; {FieldNames(json)}; set TextField to the field with the text";
        }
        else if (text.Kind != JsonTokenKind.String)
        {
            reason = RecordFaultReasons.TextNotString;
            message = $"field '{textField}' at byte {text.Start} is not a string but {JsonFaultText.Describe(json, text)}";
        }
        else if (id.Kind is JsonTokenKind.Array or JsonTokenKind.Object)
        {
            reason = RecordFaultReasons.IdNotScalar;
            message = $"field '{idField}' at byte {id.Start} is not a string or number but {JsonFaultText.Describe(json, id)}";
        }
        return reason is null || message is null;
    }

    /// <summary>Lists the fields of a valid object, for a message.</summary>
    private static string FieldNames(ReadOnlySpan<byte> json)
    {
        const int MaxNames = 10;
        var names = new List<string>();
        int count = 0;
        var scanner = new JsonScanner(json);
        scanner.SkipSpace();
        bool isValid = scanner.EnterObject(out bool isEnd);
        while (isValid && !isEnd)
        {
            if (!scanner.ReadName(out JsonToken name) || !scanner.ReadValue(out _, 1)) break;
            if (count++ < MaxNames) names.Add(FaultText.Excerpt(name.Of(json)).Trim('\''));
            isValid = scanner.MoveNext((byte)'}', out isEnd);
        }
        if (count == 0) return "it has no fields";
        return count > MaxNames ? $"fields here: {string.Join(", ", names)} and {count - MaxNames} more" : $"fields here: {string.Join(", ", names)}";
    }
}
