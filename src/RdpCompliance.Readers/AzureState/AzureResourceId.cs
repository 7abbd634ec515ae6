namespace RdpCompliance.Readers.AzureState;

/// <summary>
/// What the id of a resource says of it: "/subscriptions/…/providers/Microsoft.Network/virtualNetworks/v/subnets/s" is the subnet "v/s". What extends another
/// resource has two providers in its id, of which the last tells.
/// </summary>
internal sealed record AzureResourceId(string Id, string Type, string Name)
{
    private const string Provider = "/providers/";
    private const string Subscription = "/subscriptions/";

    /// <summary>Whether a text begins as an id of something in a subscription.</summary>
    public static bool IsLike(string text) => text.StartsWith(Subscription, StringComparison.OrdinalIgnoreCase);

    /// <returns><see langword="null"/> for what is no id of a resource: a group, a part that is missing ("/subscriptions//…"), types without names.</returns>
    public static AzureResourceId? TryParse(string text)
    {
        var id = text.Trim().TrimEnd('/');
        var provider = id.LastIndexOf(Provider, StringComparison.OrdinalIgnoreCase);
        if (!IsLike(id) || provider < 0 || id.Contains("//", StringComparison.Ordinal))
        {
            return null;
        }

        var parts = id[(provider + Provider.Length)..].Split('/');
        if (parts.Length < 3 || parts.Length % 2 == 0)
        {
            return null;
        }

        var types = parts.Skip(1).Where((_, index) => index % 2 == 0);
        var names = parts.Skip(1).Where((_, index) => index % 2 == 1);
        return new(id, $"{parts[0]}/{string.Join('/', types)}", string.Join('/', names));
    }
}
