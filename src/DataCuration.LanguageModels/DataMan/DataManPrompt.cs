using System.Globalization;
using System.Text;
using DataCuration.Selection;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>
/// Builds the prompt for a DataMan model: an instruction line, <c>Text: …</c>, and the fields to fill in (<c>Domain:_</c>, <c>[1]Accuracy:_/5</c> …), one per
/// line, as in the paper's code (data_tools/dataman_annotate.py).
/// </summary>
/// <remarks>
/// The fields, their order, names and colons are those of the code, in English and Chinese. The wording of the instruction is ours: it also describes the
/// answer's form to models that were not trained for it. For the authors' own models, set <see cref="Instruction"/> to the line that they were trained with, or
/// to their whole prompt.
/// </remarks>
public sealed record DataManPrompt
{
    /// <summary>The mark that a whole prompt has where the text goes.</summary>
    private const string TextMark = "{text}";

    /// <summary>The mode. Default: <see cref="DataManPromptMode.AllRating"/>.</summary>
    public DataManPromptMode Mode { get; init; }

    /// <summary>The prompt's language. Default: English.</summary>
    public DataManLanguage Language { get; init; }

    /// <summary>
    /// The instruction line above the text and fields; null for the built-in one. If it contains <c>{text}</c>, it is the whole prompt: every <c>{text}</c> is
    /// replaced by the text, and nothing is added. Default: null.
    /// </summary>
    /// <exception cref="ArgumentException">The instruction has several lines and no <c>{text}</c>.</exception>
    public string? Instruction
    {
        get;
        init => field = value is null || !value.Contains('\n', StringComparison.Ordinal) || value.Contains(TextMark, StringComparison.Ordinal) ? value
            : throw new ArgumentException($"An instruction of several lines is a whole prompt, and must contain {TextMark} where the text goes.",
                nameof(value));
    }

    /// <summary>
    /// The version of the wording in recipes and ledgers. It changes with the wording, and only for the prompts whose wording changed: the answers to all
    /// others are paid already. Version 2 has the colons and names of the code in Chinese, and whole prompts.
    /// </summary>
    internal string Version => Language == DataManLanguage.Chinese || IsWhole ? "dataman-2" : "dataman-1";

    private bool IsWhole => Instruction?.Contains(TextMark, StringComparison.Ordinal) == true;

    /// <summary>The system message; null to send none. The server's chat template may then add its own, as Qwen's does. Default: null.</summary>
    public string? SystemMessage { get; init; }

    /// <summary>Returns a mode's wire name, such as <c>all_rating</c>.</summary>
    /// <param name="mode">The mode.</param>
    public static string WireName(DataManPromptMode mode) => mode switch
    {
        DataManPromptMode.AllRating => "all_rating",
        DataManPromptMode.ScoreOnly => "score_only",
        DataManPromptMode.DomainOnly => "domain_only",
        DataManPromptMode.DetailedScoreOnly => "detprompt_score_only",
        DataManPromptMode.DetailedDomainOnly => "detprompt_domain_only",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown mode."),
    };

    /// <summary>
    /// Returns the maximum length of an answer in tokens: 29 for all ratings (fifteen lines of one token, fourteen line breaks), otherwise 1 (paper's code).
    /// </summary>
    /// <param name="mode">The mode.</param>
    public static int MaxAnswerTokens(DataManPromptMode mode) => mode == DataManPromptMode.AllRating ? 29 : 1;

    /// <summary>Builds the prompt for a text.</summary>
    /// <param name="text">The text, prepared by <see cref="DataManText.Prepare"/>.</param>
    public string Build(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsWhole) return Instruction!.Replace(TextMark, text, StringComparison.Ordinal);
        bool isChinese = Language == DataManLanguage.Chinese;
        var prompt = new StringBuilder(text.Length + 1024);
        prompt.Append(Instruction ?? DefaultInstruction()).Append('\n');
        prompt.Append(isChinese ? "文本: " : "Text: ").Append(text).Append('\n');
        switch (Mode)
        {
            case DataManPromptMode.AllRating:
                prompt.Append(DomainField()).Append('\n');
                foreach (DataManCriterion criterion in DataManCriteria.All)
                    prompt.Append(CultureInfo.InvariantCulture, $"[{(int)criterion + 1}]{NameOf(criterion)}:_/5")
                        .Append(criterion == DataManCriterion.OverallScore ? "" : "\n");
                break;
            case DataManPromptMode.DetailedScoreOnly:
                foreach (DataManCriterion criterion in DataManCriteria.All)
                    if (criterion != DataManCriterion.OverallScore) prompt.Append(CultureInfo.InvariantCulture, $"[{(int)criterion + 1}]{NameOf(criterion)}\n");
                prompt.Append(ScoreField());
                break;
            case DataManPromptMode.ScoreOnly:
                prompt.Append(ScoreField());
                break;
            case DataManPromptMode.DetailedDomainOnly:
                prompt.Append(isChinese ? "领域类型：" : "Domain Types: ").Append(DomainList()).Append('\n').Append(DomainField());
                break;
            default:
                prompt.Append(DomainField());
                break;
        }
        return prompt.ToString();

        string DomainField() => isChinese ? "领域:_" : "Domain:_";
        string ScoreField() => isChinese ? "总评:_/5" : "Overall Score:_/5";
    }

    /// <summary>Builds the messages for a text.</summary>
    /// <param name="text">The text, prepared by <see cref="DataManText.Prepare"/>.</param>
    public IReadOnlyList<ChatMessage> BuildMessages(string text)
    {
        var user = new ChatMessage(ChatRole.User, Build(text));
        return SystemMessage is null ? [user] : [new ChatMessage(ChatRole.System, SystemMessage), user];
    }

    /// <summary>Writes the properties that change a prompt to a stage's fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", Version);
        writer.Add(nameof(Mode), WireName(Mode));
        writer.Add(nameof(Language), Language.ToString());
        writer.Add(nameof(Instruction), Instruction);
        writer.Add(nameof(SystemMessage), SystemMessage);
    }

    private string NameOf(DataManCriterion criterion) => Language == DataManLanguage.Chinese ? criterion.ChineseName() : criterion.WireName();

    private string DomainList() => string.Join(' ',
        DataManDomains.All.Select(domain => $"[{domain.Letter()}]{(Language == DataManLanguage.Chinese ? domain.ChineseName() : domain.Name())}"));

    private string DefaultInstruction() => (Language, Mode) switch
    {
        (DataManLanguage.English, DataManPromptMode.AllRating) =>
            $"Rate the text below from 1 (worst) to 5 (best) on fourteen criteria, and give its domain as one letter: {DomainList()}. Answer with exactly "
                + $"fifteen lines: the letter, then the fourteen scores in the order of the list, each a bare digit, and nothing else.",
        (DataManLanguage.English, DataManPromptMode.ScoreOnly or DataManPromptMode.DetailedScoreOnly) =>
            "Rate the quality of the text below from 1 (worst) to 5 (best). Answer with the bare digit and nothing else.",
        (DataManLanguage.English, DataManPromptMode.DomainOnly) =>
            $"Give the domain of the text below as one letter: {DomainList()}. Answer with the letter and nothing else.",
        (DataManLanguage.English, _) => "Give the domain of the text below as one letter. Answer with the letter and nothing else.",
        (_, DataManPromptMode.AllRating) => $"请按十四项标准为下面的文本打分（1 分最差，5 分最好），并用一个字母给出其领域：{DomainList()}。请只回答十五行：第一行是领域字母，其后依次是十四项分数，每行一个数字，不要输出其他内容。",
        (_, DataManPromptMode.ScoreOnly or DataManPromptMode.DetailedScoreOnly) => "请为下面文本的质量打分（1 分最差，5 分最好）。只回答一个数字，不要输出其他内容。",
        (_, DataManPromptMode.DomainOnly) => $"请用一个字母给出下面文本的领域：{DomainList()}。只回答该字母，不要输出其他内容。",
        _ => "请用一个字母给出下面文本的领域。只回答该字母，不要输出其他内容。",
    };
}
