using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>A resource with all its places, as a hash: two that are the same in two worlds have one.</summary>
internal sealed class ResourcePrint : IDisposable
{
    private const int MostDepth = 300;
    private const int MostWaiting = 8192;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly StringBuilder _text = new();

    public string Of(Resource resource)
    {
        _text.Append(resource.Type).Append('|').Append(resource.Id).Append('|').Append(resource.Scope).Append('|').Append(resource.ApiVersion);
        _text.Append('|').Append(resource.Condition).Append('|').Append(resource.IsExisting).Append('|');
        Add(resource.Location);
        Add(resource.Name, 0);
        Add(resource.Body, 0);
        Flush();
        return Convert.ToHexString(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private void Add(Node node, int depth)
    {
        Add(node.Location);
        switch (node)
        {
            case Node.Object record when depth < MostDepth:
                _text.Append('{');
                foreach (var property in record.Properties)
                {
                    _text.Append(property.Name).Append(':');
                    Add(property.Value, depth + 1);
                }

                _text.Append('}');
                break;
            case Node.Array list when depth < MostDepth:
                _text.Append('[');
                foreach (var element in list.Elements)
                {
                    Add(element, depth + 1);
                }

                _text.Append(']');
                break;
            case Node.Text leaf:
                _text.Append('"').Append(leaf.Value).Append('"');
                break;
            case Node.Number leaf:
                _text.Append(leaf.Literal);
                break;
            case Node.Boolean leaf:
                _text.Append(leaf.Value);
                break;
            case Node.Unresolved leaf:
                _text.Append('?').Append(leaf.Reason).Append(leaf.Expression).Append(leaf.Pattern);
                break;
        }

        if (_text.Length > MostWaiting)
        {
            Flush();
        }
    }

    private void Add(Location place) => _text.Append(CultureInfo.InvariantCulture, $"@{place.Source.Name}:{place.Start}+{place.Length} ");

    private void Flush()
    {
        foreach (var chunk in _text.GetChunks())
        {
            _hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(chunk.Span));
        }

        _text.Clear();
    }
}
