using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataCuration.Synthesis;

/// <summary>JSON of the writing step and of provenance, without reflection.</summary>
[JsonSerializable(typeof(InstructionAnswer))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(double[]))]
internal sealed partial class InstructionJson : JsonSerializerContext
{
    /// <summary>The context for texts that people and models read: letters of all scripts stay as they are.</summary>
    public static InstructionJson Readable { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
