using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>One question to a language model about one document.</summary>
/// <remarks>
/// Every property except for <see cref="Stage"/> is part of the key under which the answer is recorded, and so is the text of the messages. The
/// same call again costs nothing. Another <see cref="Attempt"/> of the same prompt is a different call.
/// </remarks>
public sealed record LanguageModelCall
{
    /// <summary>The maximum length in UTF-16 units of the recorded strings other than the answer: id, task, prompt version, parameters.</summary>
    internal const int MaxNameChars = 4_000_000;

    private const int MaxModelChars = 1_000;
    private const string KeyVersion = "datacuration-call-1";

    /// <summary>The document's id.</summary>
    public required string DocumentId { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); }

    /// <summary>The task as a short constant (<c>dataman_all_rating</c>). Usage is reported per task.</summary>
    public required string Task { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); }

    /// <summary>The version of the prompt's wording, for reports and recipes (<c>dataman-en-1</c>).</summary>
    public required string PromptVersion { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); }

    /// <summary>The messages, which may contain text only.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); }

    /// <summary>The model's name on the server; null for the endpoint's model (<see cref="EndpointOptions.Model"/>). Default: null.</summary>
    public string? Model { get; init; }

    /// <summary>The sampling parameters. Default: <see cref="CallParameters.Default"/>.</summary>
    public CallParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = CallParameters.Default;

    /// <summary>
    /// The index of this sample among several samples of the same prompt, from 0. It is added to <see cref="CallParameters.Seed"/>. At temperature 0 most
    /// servers answer every sample with the same text. Default: 0.
    /// </summary>
    public int Attempt { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Attempts count from 0."); }

    /// <summary>
    /// The stage that makes the call; null outside of a run. The endpoint's warnings about the call then go to the run, its report and its manifests. It has
    /// no effect on the answer or the key. Default: null.
    /// </summary>
    public StageContext? Stage { get; init; }

    /// <summary>
    /// The number of the repair, 0 for the original call. It is part of the key: two repairs of the same wrong answer would otherwise be one call, and the
    /// second would get the recorded answer of the first.
    /// </summary>
    internal int Repair { get; init; }

    /// <summary>
    /// Returns the call's key for a model: the first 16 bytes of SHA-256 over every part, each with its length. The hash is cryptographic, since the authors of
    /// documents could otherwise construct prompts that collide.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="extraFields">The extra fields of the endpoint's requests; null for none.</param>
    internal UInt128 KeyFor(string model, string? extraFields = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, KeyVersion);
        Append(hash, DocumentId);
        Append(hash, Task);
        Append(hash, PromptVersion);
        Append(hash, model);
        Append(hash, ParametersWith(extraFields));
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

    /// <summary>Returns the parameters and extra fields in one line, as they are recorded and hashed.</summary>
    internal string ParametersWith(string? extraFields) =>
        extraFields is null ? Parameters.ToString() : $"{Parameters} extra={extraFields}".TrimStart();

    /// <summary>Throws if the call has no messages, or content other than text.</summary>
    internal void RequireText()
    {
        if (Messages.Count == 0) throw new ArgumentException($"The call '{Task}' for document '{DocumentId}' has no messages.", nameof(Messages));
        foreach (ChatMessage message in Messages)
            foreach (AIContent content in message.Contents)
                if (content is not TextContent)
                    throw new ArgumentException(
                        $"The call '{Task}' for document '{DocumentId}' contains {content.GetType().Name}: only text can be recorded.", nameof(Messages));
    }

    /// <summary>Throws if the answer could not be recorded. Checked before anything is sent and paid.</summary>
    internal void RequireRecordable(string model, string? extraFields)
    {
        if (model.Length > MaxModelChars)
            throw new ArgumentException(
                $"The call '{AnswerText.OneLine(Task, 200)}' has a model name of {model.Length} characters; the limit is {MaxModelChars}.", nameof(model));
        long names = (long)DocumentId.Length + Task.Length + PromptVersion.Length + ParametersWith(extraFields).Length;
        if (names > MaxNameChars)
        {
            throw new ArgumentException(
                $"Id, task, prompt version and parameters of the call '{AnswerText.OneLine(Task, 200)}' for document "
                    + $"'{AnswerText.OneLine(DocumentId, 200)}' have {names} characters; "
                    + $"the limit for recording is {MaxNameChars}.",
                nameof(model));
        }
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
