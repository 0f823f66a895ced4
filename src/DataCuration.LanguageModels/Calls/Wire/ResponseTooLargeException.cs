namespace DataCuration.LanguageModels;

/// <summary>A response of more than <see cref="ChatCompletionsOptions.MaxResponseBytes"/>, which the same prompt would produce again.</summary>
internal sealed class ResponseTooLargeException(long maxBytes)
    : IOException($"the response has more than {maxBytes} bytes ({nameof(ChatCompletionsOptions)}.{nameof(ChatCompletionsOptions.MaxResponseBytes)})");
