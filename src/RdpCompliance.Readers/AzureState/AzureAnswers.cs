using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.AzureState;

/// <summary>
/// Takes answers of Azure out of what they are stored in: one resource, a list, <c>{ value, nextLink }</c> of Azure Resource Manager, <c>{ data }</c> of
/// Resource Graph as objects or as a table, what <c>az … create</c> puts around a resource, an example of the API's specification, an error.
/// </summary>
internal sealed class AzureAnswers
{
    private const int MostNested = 8;
    private static readonly string[] IdNames = ["id", "resourceId"];

    private readonly ImmutableArray<(AzureResourceId Id, Node.Object Body)>.Builder _resources = ImmutableArray.CreateBuilder<(AzureResourceId, Node.Object)>();
    private readonly ImmutableArray<Node.Object>.Builder _others = ImmutableArray.CreateBuilder<Node.Object>();
    private readonly ImmutableArray<(Node.Object Body, string Code, string Message)>.Builder _errors =
        ImmutableArray.CreateBuilder<(Node.Object, string, string)>();

    private readonly ImmutableArray<(Node Place, string Of)>.Builder _cut = ImmutableArray.CreateBuilder<(Node, string)>();

    private AzureAnswers(Node root) => Add(root, 0);

    public ImmutableArray<(AzureResourceId Id, Node.Object Body)> Resources => _resources.ToImmutable();

    /// <summary>Objects in the place of resources that are none: effective rules, routes, sizes.</summary>
    public ImmutableArray<Node.Object> Others => _others.ToImmutable();

    public ImmutableArray<(Node.Object Body, string Code, string Message)> Errors => _errors.ToImmutable();

    /// <summary>Lists that go on elsewhere, and how much of them is here.</summary>
    public ImmutableArray<(Node Place, string Of)> Unfinished => _cut.ToImmutable();

    /// <summary>Whether there is anything of Azure in it.</summary>
    public bool IsOfAzure => _resources.Count > 0 || _errors.Count > 0 || _others.Any(IsEffective);

    public static AzureAnswers In(Node root) => new(root);

    private void Add(Node node, int depth)
    {
        switch (node)
        {
            case Node.Array list when depth < MostNested:
                foreach (var element in list.Elements)
                {
                    Add(element, depth + 1);
                }

                break;
            case Node.Object body:
                AddObject(body, depth);
                break;
        }
    }

    private void AddObject(Node.Object body, int depth)
    {
        if (IdOf(body) is { } id)
        {
            _resources.Add((id, body));
            if (body.Find("resources") is Node.Array children && depth < MostNested)
            {
                // A list of machines names their extensions by ids alone.
                foreach (var child in children.Elements.OfType<Node.Object>().Where(child => IdOf(child) is not null && child.Find("type") is not null))
                {
                    AddObject(child, depth + 1);
                }
            }

            return;
        }

        if (ErrorIn(body) is { } error)
        {
            _errors.Add((body, error.Code, error.Message));
            return;
        }

        if (depth >= MostNested || !AddHeld(body, depth))
        {
            _others.Add(body);
        }
    }

    /// <returns>Whether the object is one that holds answers.</returns>
    private bool AddHeld(Node.Object body, int depth)
    {
        if (body.Find("value") is Node.Array or Node.Object && IsList(body))
        {
            NoteRest(body, body.Find("nextLink"));
            Add(body.Find("value")!, depth + 1);
            return true;
        }

        if (body.Find("data") is Node.Array rows)
        {
            NoteRest(body, body.Find("$skipToken") ?? body.Find("skip_token"));
            Add(rows, depth + 1);
            return true;
        }

        if (body.Find("data") is Node.Object table && RowsOf(table) is { } made)
        {
            NoteRest(body, body.Find("$skipToken"));
            Add(made, depth + 1);
            return true;
        }

        if (body.Find("responses") is Node.Object responses)
        {
            foreach (var answer in responses.Properties.Select(property => property.Value).OfType<Node.Object>())
            {
                if (answer.Find("body") is { } stored)
                {
                    Add(stored, depth + 1);
                }
            }

            return true;
        }

        if (body.Properties is [{ Value: Node.Object only }] && IdOf(only) is not null)
        {
            AddObject(only, depth + 1);
            return true;
        }

        return false;
    }

    /// <summary>"value" is also a member of other things: a list of an answer stands alone, or beside what lists have.</summary>
    private static bool IsList(Node.Object body) =>
        body.Properties.All(property => property.Name.ToUpperInvariant() is "VALUE" or "NEXTLINK" or "COUNT" or "@ODATA.NEXTLINK" or "TOTALCOUNT" or "ID");

    private void NoteRest(Node.Object body, Node? link)
    {
        if (link is Node.Text { Value.Length: > 0 })
        {
            _cut.Add((link, "it has the address of a next page"));
        }
        else if (body.Find("resultTruncated") is Node.Text { Value: "true" } or Node.Boolean { Value: true })
        {
            _cut.Add((body.Find("resultTruncated")!, "the answer was cut off by Resource Graph"));
        }
        else if (
            (body.Find("totalRecords") ?? body.Find("total_records")) is Node.Number { Whole: { } all } && body.Find("count") is Node.Number { Whole: { } here }
            && all > here)
        {
            _cut.Add((body.Find("count")!, $"{here} of {all} rows are here"));
        }
    }

    /// <summary>The rows of a table as the objects that they stand for; <see langword="null"/> when it is no table.</summary>
    private static Node.Array? RowsOf(Node.Object table)
    {
        if (table.Find("columns") is not Node.Array columns || table.Find("rows") is not Node.Array rows)
        {
            return null;
        }

        var names = columns.Elements.Select(column => column is Node.Object { } named ? named.Find("name") as Node.Text : column as Node.Text).ToList();
        return new(
            rows.Location,
            [
                .. rows.Elements.OfType<Node.Array>().Select(row => new Node.Object(
                    row.Location,
                    [
                        .. row.Elements.Zip(names)
                            .Where(cell => cell.Second is not null)
                            .Select(cell => new Property(cell.Second!.Value, cell.First.Location, cell.First)),
                    ])),
            ]);
    }

    private static AzureResourceId? IdOf(Node.Object body) =>
        IdNames.Select(name => body.Find(name) is Node.Text id ? AzureResourceId.TryParse(id.Value) : null).OfType<AzureResourceId>().FirstOrDefault();

    private static (string Code, string Message)? ErrorIn(Node.Object body) =>
        body.Find("error") is Node.Object inner ? TextsOf(inner) : body.Properties.Length <= 4 ? TextsOf(body) : null;

    private static (string Code, string Message)? TextsOf(Node.Object error) =>
        error.Find("code") is Node.Text code && IsCode(code.Value) && error.Find("message") is Node.Text message ? (code.Value, message.Value) : null;

    /// <summary>"ResourceNotFound", "AuthorizationFailed": other services write numbers, or words with blanks and underscores.</summary>
    private static bool IsCode(string code) =>
        code.Length > 3 && char.IsAsciiLetterUpper(code[0]) && code.All(char.IsAsciiLetterOrDigit) && code.Any(char.IsAsciiLetterLower);

    /// <summary>Answers about the effective rules of a network interface name the group that they come from.</summary>
    private static bool IsEffective(Node.Object body) => body.Find("effectiveSecurityRules") is not null && body.Find("networkSecurityGroup") is not null;
}
