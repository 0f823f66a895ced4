using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>
/// One question to a language model, about one document. All of it makes up the key under which its answer is recorded, the text of the messages included: the same call again costs nothing, and another
/// <see cref="Attempt"/> of the same prompt is a call of its own.
/// </summary>
/// <param name="DocumentId">The document's id.</param>
/// <param name="Task">What it is asked for, a short constant (<c>dataman_all_rating</c>); usage is reported by it.</param>
/// <param name="PromptVersion">Stands for the prompt's wording in reports and recipes (<c>dataman-en-1</c>).</param>
/// <param name="Messages">The messages; text only.</param>
public sealed record LanguageModelCall(string DocumentId, string Task, string PromptVersion, IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>The most UTF-16 units of what is recorded of a call besides its answer: id, task, prompt version, parameters.</summary>
    internal const int MaxNameChars = 4_000_000;

    private const int MaxModelChars = 1_000;
    private const string KeyVersion = "datacuration-call-1";

    /// <summary>The model's name as the server knows it; null for the endpoint's own (<see cref="EndpointOptions.Model"/>). Default: null.</summary>
    public string? Model { get; init; }

    /// <summary>How it is asked to answer. Default: <see cref="CallParameters.Default"/>.</summary>
    public CallParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = CallParameters.Default;

    /// <summary>Which of several answers to the same prompt this is, from 0. Default: 0.</summary>
    public int Attempt { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Attempts count from 0."); }

    /// <summary>Which repair of an answer this asks for, 0 for none: two repairs of the same wrong answer are two calls, else the second would be answered by the first.</summary>
    internal int Repair { get; init; }

    /// <summary>The call's key for a model: the first 16 bytes of SHA-256 over every part with its length. Not a quick hash, since the documents behind the prompts may be written to collide.</summary>
    internal UInt128 KeyFor(string model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, KeyVersion);
        Append(hash, DocumentId);
        Append(hash, Task);
        Append(hash, PromptVersion);
        Append(hash, model);
        Append(hash, Parameters.ToString());
        Append(hash, Attempt.ToString(CultureInfo.InvariantCulture));
        Append(hash, Repair.ToString(CultureInfo.InvariantCulture));
        foreach (ChatMessage message in Messages)
        {
            Append(hash, message.AuthorName is { } author ? message.Role.Value + "\n" + author : message.Role.Value);
            Append(hash, message.Text);
        }
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    internal void RequireText()
    {
        if (Messages is null || Messages.Count == 0) throw new ArgumentException($"The call '{Task}' for document '{DocumentId}' has no messages.", nameof(Messages));
        foreach (ChatMessage message in Messages)
            foreach (AIContent content in message.Contents)
                if (content is not TextContent) throw new ArgumentException($"The call '{Task}' for document '{DocumentId}' holds {content.GetType().Name}: only text can be recorded.", nameof(Messages));
    }

    /// <summary>Says before anything is paid if the answer could not be recorded.</summary>
    internal void RequireRecordable(string model)
    {
        if (model.Length > MaxModelChars) throw new ArgumentException($"The call '{AnswerText.OneLine(Task, 200)}' names a model by {model.Length} characters, the limit is {MaxModelChars}.", nameof(model));
        long names = (long)DocumentId.Length + Task.Length + PromptVersion.Length + Parameters.ToString().Length;
        if (names > MaxNameChars)
            throw new ArgumentException($"Id, task, prompt version and parameters of the call '{AnswerText.OneLine(Task, 200)}' for document '{AnswerText.OneLine(DocumentId, 200)}' have {names} characters, the limit is {MaxNameChars}: they could not be recorded.", nameof(model));
    }

    private static void Append(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
