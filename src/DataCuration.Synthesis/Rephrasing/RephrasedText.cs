using DataCuration.LanguageModels;
using Microsoft.Extensions.AI;

namespace DataCuration.Synthesis;

/// <summary>One document in one style: its passages, their answers, and the text that they make.</summary>
internal sealed class RephrasedText
{
    private const string Separator = "\n\n";

    private readonly RephraseStyle style;
    private readonly DocumentTexts source;
    private readonly StageContext context;
    private readonly UnusableTexts unusable;
    private readonly List<Passage> passages;
    private readonly int tooShort;
    private readonly List<(string Written, GeneratedText Text)> parts = [];
    private volatile GeneratedText? failed;

    public RephrasedText(RephraseStyle style, DocumentTexts source, StageContext context, ITokenEncoder? encoder, double maxUnusableShare)
    {
        this.style = style;
        this.source = source;
        this.context = context;
        passages = JoinablePassages.Split(source.Source.Text, style.MaxPassageTokens, encoder);
        tooShort = passages.RemoveAll(passage => passage.Tokens < style.MinPassageTokens);
        unusable = new UnusableTexts(maxUnusableShare) { Planned = Questions };
    }

    /// <summary>The number of questions; 1 if there is no passage, and then it is not asked.</summary>
    public int Questions => Math.Max(1, passages.Count);

    /// <summary>Asks about a passage. After too many unusable answers no more questions are asked.</summary>
    public async ValueTask<GeneratedText> AskAsync(int index, CancellationToken cancellationToken)
    {
        if (passages.Count == 0) return new GeneratedText("", SyntheticTextFilter.TooShort);
        if (failed is { } known) return known;
        Passage passage = passages[index];
        ChatMessage[] messages = [new(ChatRole.System, style.Instruction), new(ChatRole.User, EnclosedText.Of(passage.Text, "passage"))];
        var question = new TextQuestion(style.Name, style.PromptVersion, messages, style.Parameters) { Check = answer => Check(answer, index) };
        return await source.AskAsync(question, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds the next answer, in the order of the passages.</summary>
    /// <returns>The document, after the last answer; null before.</returns>
    public Document? Add(GeneratedText text)
    {
        int index = (int)unusable.Count;
        if (unusable.Add(text.Problem) || (text.Problem is not null && unusable.Count == Questions && parts.Count == 0)) failed ??= text;
        if (text.Problem is null) parts.Add((style.AppendsToSource ? passages[index].Text + Separator + text.Text : text.Text, text));
        return unusable.Count == Questions ? ToDocument() : null;
    }

    /// <summary>Joins the usable answers by empty lines. If too many are missing, the text is the first answer too many, with its problem.</summary>
    private Document ToDocument()
    {
        GeneratedText text = failed ?? new GeneratedText(
            string.Join(Separator, parts.Select(part => part.Text.Text)), null, parts.Sum(part => part.Text.Tokens), parts.Max(part => part.Text.Attempt),
            parts[0].Text.ServedBy);
        string written = failed is null ? string.Join(Separator, parts.Select(part => part.Written)) : text.Text;
        DocumentEditor editor = source.Annotate(new Document(null, written).Edit(), text, style.Name, style.PromptVersion);
        int leftOut = failed is null ? tooShort + passages.Count - parts.Count : 0;
        if (leftOut > 0) editor.Set(SyntheticAnnotations.LeftOut, leftOut);
        return editor.Build();
    }

    private TextCheck Check(string answer, int index)
    {
        if (style.Form != TextForm.Pairs || style.MaxPairs is not { } most) return TextForms.Check(answer, style.Form);
        List<string> pairs = TextForms.Pairs(answer);
        if (pairs.Count == 0) return new(answer, TextForms.NoPairs);
        SeededRandom random = context.Random($"{source.Source.Id}\n{style.Name}\n{index}");
        for (int i = pairs.Count - 1; i > 0; i--)
        {
            int other = (int)random.NextInt64(i + 1);
            (pairs[i], pairs[other]) = (pairs[other], pairs[i]);
        }
        const int TokensPerDraw = 150; // NeMo Curator
        long bound = Math.Max(1, most * passages[index].Tokens / TokensPerDraw);
        return new(TextForms.JoinPairs(pairs.Take((int)Math.Min(pairs.Count, 1 + random.NextInt64(bound)))));
    }
}
