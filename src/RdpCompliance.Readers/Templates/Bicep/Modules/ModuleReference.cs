using System.Globalization;

namespace RdpCompliance.Readers.Templates.Bicep.Modules;

/// <summary>What the path of a module or import names (https://learn.microsoft.com/azure/azure-resource-manager/bicep/modules#path-to-module).</summary>
public abstract record ModuleReference
{
    private ModuleReference()
    {
    }

    /// <summary>A file, seen from the folder of the file that names it.</summary>
    public sealed record Local(string Path) : ModuleReference;

    /// <summary>Something that the compiler restores into its module cache. <paramref name="CachePath"/> is where it would lie there.</summary>
    /// <param name="Name">The whole reference with its alias replaced: what <c>bicep restore</c> would fetch.</param>
    public sealed record Restored(string Name, string CachePath) : ModuleReference;

    /// <summary>A text that names nothing.</summary>
    /// <param name="Wanted">What was wanted instead.</param>
    public sealed record Broken(string Wanted) : ModuleReference;

    /// <summary>The folder of the compiler's cache as inputs see it: the Cli opens what lies below it in the user's own folder.</summary>
    public const string CacheRoot = ".bicep";

    public static ModuleReference Parse(string text, BicepConfiguration configuration)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return text.Length > 0 && !text.StartsWith('/') ? new Local(text) : new Broken("the relative path of a file");
        }

        var (scheme, rest) = (text[..colon], text[(colon + 1)..]);
        var slash = scheme.IndexOf('/', StringComparison.Ordinal);
        var alias = slash < 0 ? null : scheme[(slash + 1)..];
        return (slash < 0 ? scheme : scheme[..slash]) switch
        {
            "br" when alias is null => Registry(rest),
            "br" => configuration.RegistryAlias(alias) is { } prefix ? Registry($"{prefix}/{rest}") : Unconfigured(alias),
            "ts" when alias is null => TemplateSpec(rest),
            "ts" => configuration.TemplateSpecAlias(alias) is { } prefix ? TemplateSpec($"{prefix}/{rest}") : Unconfigured(alias),
            _ => new Broken("the relative path of a file, 'br:…' or 'ts:…'"),
        };
    }

    private static Broken Unconfigured(string alias) => new($"an alias that bicepconfig.json declares, not '{alias}',");

    /// <summary>"registry/path/to/module:tag" or "…@sha256:digest".</summary>
    private static ModuleReference Registry(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var last = text.LastIndexOf('/');
        var mark = last < 0 ? -1 : text.AsSpan(last).IndexOfAny(':', '@');
        if (slash <= 0 || mark <= 1 || last + mark + 1 == text.Length)
        {
            return new Broken("'registry/path/to/module:tag'");
        }

        mark += last;
        var registry = text[..slash].Replace(':', '$').ToLowerInvariant();
        var repository = text[(slash + 1)..mark].Replace('/', '$');
        var version = text[mark] == '@' ? text[(mark + 1)..].Replace(':', '#') : $"{text[(mark + 1)..]}${CapitalsOf(text.AsSpan(mark + 1))}";
        return new Restored($"br:{text}", $"{CacheRoot}/br/{registry}/{repository}/{version}/main.json");
    }

    /// <summary>
    /// The cache keeps tags that differ only in letter case apart: a bit for each capital letter, as hexadecimal number; nothing when there are none.
    /// </summary>
    private static string CapitalsOf(ReadOnlySpan<char> tag)
    {
        var bits = System.Numerics.BigInteger.Zero;
        for (var index = 0; index < Math.Min(tag.Length, 128); index++)
        {
            bits += char.IsUpper(tag[index]) ? System.Numerics.BigInteger.One << index : 0;
        }

        return bits.IsZero ? "" : bits.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
    }

    /// <summary>"subscription/resource-group/name:version".</summary>
    private static ModuleReference TemplateSpec(string text)
    {
        var parts = text.Split('/');
        return parts is [{ Length: > 0 } subscription, { Length: > 0 } group, var named] && named.Split(':') is [{ Length: > 0 } name, { Length: > 0 } version]
            ? new Restored($"ts:{text}", $"{CacheRoot}/ts/{subscription}/{group}/{name}/{version}".ToLowerInvariant() + "/main.json")
            : new Broken("'subscription/resource-group/name:version'");
    }
}
