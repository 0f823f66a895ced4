namespace DataCuration.LanguageModels;

/// <summary>Parses an answer. A parser must accept any text and never throw, since documents can influence the answers about them.</summary>
/// <typeparam name="T">The type of the parsed value.</typeparam>
/// <param name="answer">The answer's text.</param>
public delegate ParsedAnswer<T> AnswerParser<T>(string answer);
