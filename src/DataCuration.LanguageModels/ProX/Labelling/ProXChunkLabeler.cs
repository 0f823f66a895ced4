using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>
/// Makes examples for the training of a chunk refiner: a large general model writes a program for each chunk in several passes, and
/// <see cref="ProXLabeler"/> unites and verifies them (ProX, appendix A). Each example is a document with the refiner's prompt as its text and the program as
/// <see cref="ProXDocumentLabeler.Label"/>; <see cref="ProXPairSink"/> writes them for a trainer.
/// </summary>
/// <remarks>
/// Answers without a valid program are repaired, and then a fault of the document. Chunks whose united program cannot be a label are left out with a warning
/// that counts them by reason.
/// </remarks>
/// <param name="calls">The call layer.</param>
public sealed class ProXChunkLabeler(LanguageModelCalls calls) : DocumentExpander
{
    private const string TaskName = "prox_label_chunk";
    private readonly LanguageModelCalls calls = calls ?? throw new ArgumentNullException(nameof(calls));

    /// <summary>The number of lines that the label removes.</summary>
    public static AnnotationKey<int> LinesRemoved { get; } = new("prox_label_lines");

    /// <summary>The prompts. Default: <see cref="ProXLabelPrompts.Default"/>.</summary>
    public ProXLabelPrompts Prompts { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = ProXLabelPrompts.Default;

    /// <summary>Divides documents into the chunks that the refiner will see. Default: windows of 1,500 tokens, estimated by script.</summary>
    public ProXChunker Chunker { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new(ProXLineCounter.Estimate);

    /// <summary>Unites and verifies the programs.</summary>
    public ProXLabeler Labeler { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>
    /// The share of the examples without an edit that are kept, 0 to 1. They teach a refiner restraint, and are most of all examples on clean text. Which ones
    /// stay depends on the run's seed. Default: 1.
    /// </summary>
    public double UntouchedShare
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is from 0 to 1.");
    } = 1;

    /// <summary>The model's name; null for the endpoint's model. Default: null.</summary>
    public string? Model { get; init; }

    /// <summary>The sampling parameters. Default: temperature 0, at most 800 tokens (our choice: two sentences and about 40 calls).</summary>
    public CallParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new() { MaxOutputTokens = 800 };

    /// <summary>The repair options. Default: two repairs.</summary>
    public RepairOptions Repair { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = RepairOptions.Default;

    /// <summary>The endpoint's <see cref="EndpointOptions.MaxConcurrency"/>.</summary>
    public override int MaxConcurrency => calls.Endpoint.Options.MaxConcurrency;

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Document> ExpandAsync(
        Document document, StageContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ProXChunk[] chunks = [.. Chunker.Split(document).Where(chunk => !chunk.IsTooLong)];
        IEnumerable<(ProXChunk Chunk, string Pass)> questions = chunks.SelectMany(chunk => Prompts.Passes.Select(pass => (chunk, pass)));
        IAsyncEnumerable<string> answers = context.RunConcurrentlyAsync(questions, async (question, token) =>
        {
            var call = new LanguageModelCall
            {
                DocumentId = document.Id,
                Task = TaskName,
                PromptVersion = Prompts.Version,
                Messages = [new ChatMessage(ChatRole.User, Prompts.ProgramOf(question.Pass, question.Chunk.FormatLines()))],
                Model = Model,
                Parameters = Parameters,
                Stage = context,
            };
            return (await calls.CallAsync(call, ParseProgram, Repair, token).ConfigureAwait(false)).Value;
        }, cancellationToken);
        SeededRandom random = context.Random(document.Id);
        var programs = new List<string>(Prompts.Passes.Count);
        int done = 0;
        await foreach (string program in answers.ConfigureAwait(false))
        {
            programs.Add(program);
            if (programs.Count < Prompts.Passes.Count) continue;
            ProXChunk chunk = chunks[done++];
            ProXLabel label = Labeler.Label(document.Utf8Text, chunk.Lines, programs);
            programs.Clear();
            bool isWanted = random.NextDouble() < UntouchedShare; // drawn for every chunk, so that one answer does not change the choice of the others
            if (label.Outcome != ProXLabelOutcome.Accepted)
            {
                string reason = ProXAnnotations.NameOf(label.Outcome);
                context.Warn($"document '{document.Id}', lines {chunk.Lines}: the programs are no label: {reason}.", reason);
            }
            else if (!label.IsUntouched || isWanted)
            {
                yield return document.Edit().SetText(chunk.FormatPrompt()).Set(ProXDocumentLabeler.Label, label.Program)
                    .Set(LinesRemoved, label.RemovedLines.Sum(range => range.Count)).Build();
            }
        }
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(UntouchedShare), UntouchedShare);
        CallDescription.Write(writer, calls, Model, Parameters, Repair);
        writer.AddScope(nameof(Prompts), Prompts.Describe);
        writer.AddScope(nameof(Chunker), Chunker.Describe);
        writer.AddScope(nameof(Labeler), Labeler.Describe);
    }

    private static ParsedAnswer<string> ParseProgram(string answer)
    {
        if (FencedBlock.Last(answer) is not { } block) return ParsedAnswers.Wrong<string>("no_program", "it has no fenced block with calls");
        ProXProgram program = ProXProgram.Parse(block);
        if (program.Errors.Count > 0) return ParsedAnswers.Wrong<string>("wrong_program", $"the program has an error at {program.Errors[0]}");
        return program.IsCutOff ? ParsedAnswers.Wrong<string>("cut_off", "the last call is not complete") : ParsedAnswers.Parsed(block);
    }
}
