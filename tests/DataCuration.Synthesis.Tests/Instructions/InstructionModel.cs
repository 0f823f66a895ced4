using System.Text.Json;
using System.Text.RegularExpressions;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.Synthesis.Tests.Instructions;

/// <summary>
/// Replaces a model that knows the prompts of the instruction stages. For each lighthouse <c>Kelda3x1</c> of a passage it writes three instructions, of which
/// the third repeats the first; its answer is the first sentence of the first passage. Everything follows from the request.
/// </summary>
internal static partial class InstructionModel
{
    public static readonly InstructionPool Seeds = new(Enumerable.Range(0, 12).Select(i => new InstructionExample($"Seed task {i} about bread{i}.")));
    private static readonly InstructionPrompts Prompts = new();

    /// <summary>Makes a document of two paragraphs, each about one lighthouse.</summary>
    public static Document Make(int number) => new($"d{number:D2}", string.Join("\n\n", Enumerable.Range(0, 2).Select(i =>
        $"The lighthouse Kelda{number}x{i} was built in {1700 + 10 * number + i} by the mason Orrin{number}x{i}. "
        + $"Its lamp burns oil{number}x{i} and is seen for {number + 20} miles.")));

    public static string Answer(ChatRequest request)
    {
        IReadOnlyDictionary<string, string> texts = TextsOf(request);
        if (IsStep(request, Prompts.Judge)) return texts["result"].Contains("Orrin2x", StringComparison.Ordinal) ? "No." : "yes";
        if (IsStep(request, Prompts.Answer))
        {
            string instruction = texts["instruction"];
            if (instruction.Contains("Kelda3x0", StringComparison.Ordinal)) return "The emperor Nestor commanded the garrison in 1492.";
            if (instruction.Contains("Kelda4x0", StringComparison.Ordinal)) return "I'm sorry, but I can't help with that.";
            if (instruction.Contains("Kelda5x0", StringComparison.Ordinal)) return "No answer.";
            return texts["passage 1"].Split(". ")[0] + ".";
        }
        var instructions = new List<string>();
        foreach (Match match in Lighthouse().Matches(texts["passage"]))
        {
            string key = match.Groups[1].Value;
            string first = $"Tell of Kelda{key}, Orrin{key}, stones{key}, oil{key}: who built it?";
            instructions.AddRange([first, $"Explain how far Kelda{key} shines with oil{key} from stones{key} at night{key}", first + " Now?"]);
        }
        return JsonSerializer.Serialize(new { instructions });
    }

    public static bool IsStep(ChatRequest request, string system) => request.Messages[0].Text == system;

    /// <summary>Returns the marked texts of a request by their names.</summary>
    public static IReadOnlyDictionary<string, string> TextsOf(ChatRequest request)
    {
        string message = request.FirstUser;
        string marker = Marker().Match(message).Groups[1].Value;
        string[] parts = message[(message.IndexOf($".\n----- {marker} ", StringComparison.Ordinal) + 2)..].Split($"----- {marker} ");
        Assert.StartsWith("end -----", parts[^1], StringComparison.Ordinal);
        Assert.Equal("", parts[0]);
        return parts[1..^1].Select(part => part.Split(" -----\n", 2)).ToDictionary(part => part[0], part => part[1][..^1], StringComparer.Ordinal);
    }

    [GeneratedRegex("lighthouse Kelda([0-9]+x[0-9])")]
    private static partial Regex Lighthouse();

    [GeneratedRegex("^Each text begins after a line with ([0-9a-f]+) and its name", RegexOptions.Multiline)]
    private static partial Regex Marker();
}
