namespace DataCuration.LanguageModels;

/// <summary>The settings to check after an error that usually has a cause on the user's side.</summary>
internal static class CallAdvice
{
    public static string ForStatus(int status) => status switch
    {
        401 or 407 => "Check the API key",
        402 => "Check the account's balance",
        403 => "Check the API key, and whether the account may use the model",
        404 or 405 => "Check the model's name, and the address, which usually ends in /v1/",
        >= 300 and < 400 => "Set the address to the one it redirects to",
        _ => "",
    };

    public static string ForConnection(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "The host's name is unknown: check the address, DNS and VPN",
        HttpRequestError.SecureConnectionError => "Check whether the address needs http or https, the server's certificate, and this machine's clock",
        HttpRequestError.ProxyTunnelError => "Check the proxy in HTTP_PROXY, HTTPS_PROXY and NO_PROXY",
        _ => "Check that the server runs and has loaded its model, its host and port, and firewalls between",
    };
}
