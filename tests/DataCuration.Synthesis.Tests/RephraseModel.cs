using System.Text;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.Synthesis.Tests;

/// <summary>
/// Replaces a model that rephrases, translates and writes exercises. Everything follows from the request: prose and translations are the passage with the
/// letters of each word turned round, lists and pairs name the passage's first words.
/// </summary>
internal static class RephraseModel
{
    public const string Refusal = "\"I'm sorry, but I can't help with that.\"";

    /// <summary>Makes a document with a number of paragraphs.</summary>
    public static Document Make(string id, int paragraphs = 1)
    {
        var text = new StringBuilder();
        for (int i = 0; i < paragraphs; i++)
        {
            if (i > 0) text.Append("\n\n");
            text.Append($"Paragraph {i} of {id} tells of the harbour and of day {i}. ");
            for (int j = 0; j < 6; j++) text.Append($"Ship {i}.{j} came in with salt and wood, and left for the north. ");
            text.Length--;
        }
        return new Document(id, text.ToString());
    }

    /// <summary>Answers a request by its instruction.</summary>
    public static string Answer(ChatRequest request)
    {
        string instruction = request.Messages[0].Text, passage = EntityModel.DocumentOf(request), start = passage[..Math.Min(20, passage.Length)].Trim();
        if (instruction.Contains("\"Question:\"", StringComparison.Ordinal))
            return "Here they are:\n\n" + string.Concat(Enumerable.Range(1, 6).Select(i =>
                $"- **Question {i}:** What is {i} in {start}?\n**Answer:** It is {i}.\n\n"));
        return instruction.Contains("\"- \"", StringComparison.Ordinal) ? $"The facts:\n- One fact of {start}.\n- Another fact.\n" : Turned(passage);
    }

    /// <summary>Turns the letters of each word round, so that nothing is repeated and the length stays.</summary>
    public static string Turned(string text)
    {
        char[] turned = text.ToCharArray();
        for (int start = 0; start < turned.Length; start++)
        {
            int end = start;
            while (end < turned.Length && !char.IsWhiteSpace(turned[end])) end++;
            Array.Reverse(turned, start, end - start);
            start = end;
        }
        return new string(turned);
    }
}
