using System.Collections.Immutable;
using RdpCompliance.Cli.Commands;
using RdpCompliance.Engine.Policies.Loading;

namespace RdpCompliance.Cli.Configuration;

/// <summary>Compares a layer of configuration with its <see cref="Shape"/> and says all that is wrong at once.</summary>
internal sealed class ShapeCheck
{
    private readonly ImmutableArray<ConfigurationProblem>.Builder _problems = ImmutableArray.CreateBuilder<ConfigurationProblem>();

    public static ImmutableArray<ConfigurationProblem> Problems(ConfigurationNode.Map root)
    {
        var check = new ShapeCheck();
        check.Visit(ConfigurationShape.Root, root, "");
        return check._problems.DrainToImmutable();
    }

    /// <param name="asked">What messages say is wanted, where it is more than <paramref name="shape"/>.</param>
    private void Visit(Shape shape, ConfigurationNode node, string path, Shape? asked = null)
    {
        switch (shape, node)
        {
            case (Shape.Anything, _) or (_, ConfigurationNode.Scalar { Kind: ScalarKind.Nothing }):
                break;
            case (Shape.Text text, ConfigurationNode.Scalar scalar):
                VisitText(text, scalar, path);
                break;
            case (Shape.Choice choice, ConfigurationNode.Scalar scalar):
                if (!choice.Values.Contains(scalar.Text, StringComparer.OrdinalIgnoreCase))
                {
                    Say(scalar.Place, $"'{scalar.Text}' at '{path}' is not one of {Words.Listed(scalar.Text, choice.Values)}");
                }

                break;
            case (Shape.Flag, ConfigurationNode.Scalar scalar):
                if (scalar.Kind != ScalarKind.Flag && !(scalar.Kind == ScalarKind.Untyped && bool.TryParse(scalar.Text, out _)))
                {
                    Say(scalar.Place, $"'{scalar.Text}' at '{path}' is neither true nor false.");
                }

                break;
            case (Shape.OneOrMany many, not ConfigurationNode.List):
                Visit(many.Element, node, path, many);
                break;
            case (Shape.OneOrMany { Element: var element }, ConfigurationNode.List list):
                VisitAll(element, list, path);
                break;
            case (Shape.ListOf { Element: var element }, ConfigurationNode.List list):
                VisitAll(element, list, path);
                break;
            case (Shape.Table table, ConfigurationNode.Map map):
                VisitTable(table, map, path);
                break;
            case (Shape.MapOf mapOf, ConfigurationNode.Map map):
                VisitMap(mapOf, map, path);
                break;
            default:
                Say(node.Place, $"{Found(node, path)}; {Wanted(asked ?? shape)} is wanted.");
                break;
        }
    }

    private void VisitText(Shape.Text text, ConfigurationNode.Scalar scalar, string path)
    {
        if (scalar.Kind is ScalarKind.Number or ScalarKind.Flag)
        {
            Say(scalar.Place, $"'{scalar.Text}' at '{path}' is a {(scalar.Kind == ScalarKind.Number ? "number" : "truth value")}; text is wanted, in quotes.");
        }
        else if (scalar.Text.Any(char.IsControl))
        {
            Say(scalar.Place, $"The text at '{path}' holds a control character.");
        }
        else if (!text.Accepts(scalar.Text))
        {
            var nearest = EditDistance.Nearest(scalar.Text.Split('=')[0], text.Known);
            Say(scalar.Place, $"'{scalar.Text}' at '{path}' is not {text.Wanted}{(nearest is null ? "." : $"; did you mean '{nearest}'?")}");
        }
    }

    private void VisitAll(Shape element, ConfigurationNode.List list, string path)
    {
        foreach (var (index, node) in list.Elements.Index())
        {
            Visit(element, node, $"{path}[{index}]");
        }
    }

    private void VisitTable(Shape.Table table, ConfigurationNode.Map map, string path)
    {
        foreach (var entry in map.Entries)
        {
            if (table.Keys.FirstOrDefault(key => key.Name == entry.Key) is { } known)
            {
                Visit(known.Shape, entry.Value, Below(path, entry.Key));
            }
            else
            {
                Say(
                    entry.KeyPlace,
                    $"'{entry.Key}' is not a key of {(path.Length == 0 ? "the configuration" : $"'{path}'")}; {PackReport.Nearest(entry.Key, table.Keys.Select(key => key.Name))}"
                );
            }
        }

        foreach (
            var missing in table.Keys.Where(key =>
                key.Need == Need.Required && map.Find(key.Name) is null or ConfigurationNode.Scalar { Kind: ScalarKind.Nothing }))
        {
            Say(map.Place, $"'{path}' has no '{missing.Name}'.");
        }
    }

    private void VisitMap(Shape.MapOf mapOf, ConfigurationNode.Map map, string path)
    {
        foreach (var entry in map.Entries)
        {
            if (!mapOf.Key.Accepts(entry.Key))
            {
                Say(entry.KeyPlace, $"'{entry.Key}' at '{path}' is not {mapOf.Key.Wanted}.");
            }

            Visit(mapOf.Value, entry.Value, Below(path, entry.Key));
        }
    }

    private static string Found(ConfigurationNode node, string path) => node switch
    {
        ConfigurationNode.Scalar scalar => $"'{scalar.Text}' at '{path}' is a single value",
        ConfigurationNode.List => $"'{path}' is a list",
        _ => $"'{path}' is a map",
    };

    private static string Wanted(Shape shape) => shape switch
    {
        Shape.OneOrMany { Element: var element } => $"{Wanted(element)} or a list of them",
        Shape.ListOf => "a list",
        Shape.Table table => $"a map with the keys {string.Join(", ", table.Keys.Select(key => key.Name))}",
        Shape.MapOf => "a map",
        Shape.Choice choice => $"one of {string.Join(", ", choice.Values)}",
        Shape.Flag => "true or false",
        Shape.Text text => text.Wanted,
        _ => "another value",
    };

    private static string Below(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private void Say(ConfigurationPlace place, string message) => _problems.Add(new(place, message));
}
