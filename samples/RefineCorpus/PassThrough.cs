using LLama.Abstractions;
using LLama.Common;

namespace RefineCorpus;

/// <summary>Gives llama.cpp the last message as it is: the prompt is complete already.</summary>
internal sealed class PassThrough : IHistoryTransform
{
    public string HistoryToText(ChatHistory history) => history.Messages.Count == 0 ? "" : history.Messages[^1].Content;

    public ChatHistory TextToHistory(AuthorRole role, string text) => new([new ChatHistory.Message(role, text)]);

    public IHistoryTransform Clone() => this;
}
