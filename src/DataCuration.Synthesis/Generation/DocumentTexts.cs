using DataCuration.LanguageModels;
using Microsoft.Extensions.AI;

namespace DataCuration.Synthesis;

/// <summary>The questions about one document: calls, further samples of answers that cannot be used, and the provenance of the texts.</summary>
internal sealed class DocumentTexts
{
    private readonly TextSettings settings;
    private readonly LanguageModelCalls calls;
    private readonly StageContext context;
    private readonly VerbatimIndex verbatim = new();

    public DocumentTexts(TextSettings settings, LanguageModelCalls calls, Document source, StageContext context)
    {
        this.settings = settings;
        this.calls = calls;
        this.context = context;
        Source = source;
        verbatim.Add(source.Utf8Text.Span);
    }

    /// <summary>The document.</summary>
    public Document Source { get; }

    /// <summary>Makes a call about the document.</summary>
    public LanguageModelCall Call(string step, string promptVersion, IReadOnlyList<ChatMessage> messages, CallParameters parameters, int attempt = 0) => new()
    {
        DocumentId = Source.Id,
        Task = $"{settings.Method}_{step}",
        PromptVersion = promptVersion,
        Messages = messages,
        Model = settings.Model,
        Parameters = parameters,
        Attempt = attempt,
        Stage = context,
    };

    /// <summary>Asks a question until an answer can be used, or the samples are used up. The last sample is returned with its problem.</summary>
    public async ValueTask<GeneratedText> AskAsync(TextQuestion question, CancellationToken cancellationToken)
    {
        // At temperature 0 a model gives the same text again.
        int attempts = question.Parameters.Temperature == 0 ? 1 : settings.MaxAttempts;
        for (int attempt = 0; ; attempt++)
        {
            LanguageModelAnswer answer;
            try
            {
                LanguageModelCall call = Call(question.Step, question.PromptVersion, question.Messages, question.Parameters, attempt);
                answer = await calls.CallAsync(call, cancellationToken).ConfigureAwait(false);
            }
            catch (LanguageModelCallException e) when (e.Failure == CallFailure.BadRequest)
            {
                // The server will not take this prompt, mostly because of a content filter. The document's other texts are not lost for it.
                return new GeneratedText("", "bad_request", Attempt: attempt);
            }
            var checkedText = new TextCheck(answer.Text.Trim(), NameOf(answer.Problem));
            if (checkedText.Problem is null && question.Check is { } check) checkedText = check(checkedText.Text);
            if (checkedText.Problem is null || attempt + 1 >= attempts) return TextOf(checkedText, answer, attempt);
        }
    }

    /// <summary>Makes a text of an answer or of a part of it.</summary>
    public GeneratedText TextOf(TextCheck text, LanguageModelAnswer answer, int attempt = 0) =>
        new(text.Text, text.Problem, CountTokens(text.Text, answer), attempt, answer.ServedBy);

    /// <summary>Returns the share of a text that repeats the document.</summary>
    public double VerbatimShare(string text) => verbatim.MatchedShare(new Document(null, text));

    /// <summary>Writes the provenance of a text.</summary>
    /// <param name="editor">The document that has the text.</param>
    /// <param name="text">The generated text, which may be a part of the document.</param>
    /// <param name="kind">The kind of the text within the method.</param>
    /// <param name="promptVersion">The version of the prompt.</param>
    public DocumentEditor Annotate(DocumentEditor editor, GeneratedText text, string kind, string promptVersion)
    {
        editor.Set(SyntheticAnnotations.Source, Source.Id)
            .Set(SyntheticAnnotations.Method, settings.Method)
            .Set(SyntheticAnnotations.Kind, kind)
            .Set(SyntheticAnnotations.Model, settings.Model ?? calls.Endpoint.Model)
            .Set(SyntheticAnnotations.Prompt, promptVersion)
            .Set(SyntheticAnnotations.Attempt, text.Attempt)
            .Set(SyntheticAnnotations.Tokens, text.Tokens)
            .Set(SyntheticAnnotations.Verbatim, VerbatimShare(text.Text));
        if (text.ServedBy is { } served) editor.Set(SyntheticAnnotations.ServedBy, served);
        if (text.Problem is { } problem) editor.Set(SyntheticAnnotations.Problem, problem);
        return editor;
    }

    /// <summary>Returns the name of an answer's problem in annotations and reports; null without a problem.</summary>
    private static string? NameOf(AnswerProblem problem) => problem switch
    {
        AnswerProblem.None => null,
        AnswerProblem.CutOff => "cut_off",
        _ => problem.ToString().ToLowerInvariant(),
    };

    /// <summary>
    /// Counts the tokens of a text. The server's count is that of the whole answer, reasoning included: the reasoning is subtracted, and of the rest a part of
    /// the answer gets its share of the characters.
    /// </summary>
    private long CountTokens(string text, LanguageModelAnswer answer)
    {
        if (settings.TokenEncoder is { } encoder) return TokenCount.Of(text, encoder);
        if (answer.Text.Length == 0) return 0;
        return text.Length >= answer.Text.Length ? answer.TextTokens
            : (long)Math.Ceiling((double)answer.TextTokens * text.Length / answer.Text.Length);
    }
}
