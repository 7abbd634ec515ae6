using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace RdpCompliance.Cli.Configuration;

/// <summary>
/// Configuration in environment variables: RDPCOMPLIANCE_FAIL_ON is 'fail-on',
/// RDPCOMPLIANCE_SCOPE__TENANT is 'scope.tenant', RDPCOMPLIANCE_EXCLUDE__0 the first of
/// 'exclude'.
/// </summary>
internal static class EnvironmentLayer
{
    public const string Prefix = "RDPCOMPLIANCE_";

    /// <summary>What the project's own tests are told by; an installed program may meet them on a developer's machine.</summary>
    private static readonly string[] NotConfiguration = ["corpus", "mutations", "tools"];

    /// <param name="variables">The variables with <see cref="Prefix"/>, without it, "__" read as ':'.</param>
    public static ConfigurationLayer Read(IConfigurationProvider variables)
    {
        variables.Load();
        return new(Map(variables, null));
    }

    private static ConfigurationNode.Map Map(IConfigurationProvider variables, string? path) => new(
        Place(path ?? ""),
        [
            .. Children(variables, path)
                .Where(name => path is not null || !NotConfiguration.Contains(Key(name), StringComparer.Ordinal))
                .Select(name => (Name: name, Path: path is null ? name : ConfigurationPath.Combine(path, name)))
                .Select(child => new ConfigurationEntry(Key(child.Name), Place(child.Path), Node(variables, child.Path))),
        ]);

    private static ConfigurationNode Node(IConfigurationProvider variables, string path) => Children(variables, path) switch
    {
        // An empty variable is an unset one: workflows pass on inputs that nobody gave.
        [] when CommaList.Of(Key(path), Value(variables, path)) is { Length: > 1 } parts =>
            new ConfigurationNode.List(Place(path), [.. parts.Select(part => new ConfigurationNode.Scalar(Place(path), part, ScalarKind.Untyped))]),
        [] => new ConfigurationNode.Scalar(Place(path), Value(variables, path), Value(variables, path).Length == 0 ? ScalarKind.Nothing : ScalarKind.Untyped),
        var names when names.All(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _)) =>
            new ConfigurationNode.List(Place(path), [.. names.Select(name => Node(variables, ConfigurationPath.Combine(path, name)))]),
        _ => Map(variables, path),
    };

    /// <remarks>The provider lists a name once for every variable below it.</remarks>
    private static ImmutableArray<string> Children(IConfigurationProvider variables, string? path) =>
        [.. variables.GetChildKeys([], path).Distinct(StringComparer.OrdinalIgnoreCase).Order(ConfigurationKeyComparer.Instance)];

    private static string Value(IConfigurationProvider variables, string path) => variables.TryGet(path, out var value) ? value ?? "" : "";

    private static string Key(string name) => name.Replace('_', '-').ToLowerInvariant();

    private static ConfigurationPlace.Variable Place(string path) => new(Prefix + path.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant());
}
