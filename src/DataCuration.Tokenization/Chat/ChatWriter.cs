namespace DataCuration.Tokenization;

/// <summary>Collects the segments of a conversation. Neighbouring texts of one kind become one segment.</summary>
internal sealed class ChatWriter
{
    private readonly List<ChatSegment> segments = [];

    public IReadOnlyList<ChatSegment> Segments => segments;

    public ChatWriter Control(string token, bool isAnswer = false)
    {
        segments.Add(new(token, true, isAnswer));
        return this;
    }

    /// <summary>Adds text of the template or of a prompt.</summary>
    public ChatWriter Text(string text) => Add(text, false);

    /// <summary>Adds text that the model writes.</summary>
    public ChatWriter Answer(string text) => Add(text, true);

    private ChatWriter Add(string text, bool isAnswer)
    {
        if (text.Length == 0) return this;
        if (segments is [.., { IsControl: false } last] && last.IsAnswer == isAnswer) segments[^1] = last with { Text = last.Text + text };
        else segments.Add(new(text, false, isAnswer));
        return this;
    }
}
