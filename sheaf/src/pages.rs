//! Lists of services, read to their last page.

use proto::v1;
use proto::v1::fix_acceptor_client::FixAcceptorClient;
use proto::v1::inventory_client::InventoryClient;
use proto::v1::solver_client::SolverClient;
use service::grpc::Channel;
use tonic::Status;

/// How often the books are begun again that change while they are read.
const BOOKS_READINGS_MAX: usize = 10;

/// Every index, by symbol.
pub(crate) async fn indexes(solver: &mut SolverClient<Channel>) -> Result<Vec<v1::Index>, Status> {
    let (mut indexes, mut page_token) = (Vec::new(), String::new());
    loop {
        let page = solver.list_indexes(v1::ListIndexesRequest { page_token });
        let page = page.await?.into_inner();
        indexes.extend(page.indexes);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(indexes);
        }
    }
}

/// Every account, by name.
pub(crate) async fn accounts(
    solver: &mut SolverClient<Channel>,
) -> Result<Vec<v1::Account>, Status> {
    let (mut accounts, mut page_token) = (Vec::new(), String::new());
    loop {
        let page = solver.list_accounts(v1::ListAccountsRequest { page_token });
        let page = page.await?.into_inner();
        accounts.extend(page.accounts);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(accounts);
        }
    }
}

/// Every session, by name.
pub(crate) async fn sessions(
    acceptor: &mut FixAcceptorClient<Channel>,
) -> Result<Vec<v1::Session>, Status> {
    let (mut sessions, mut page_token) = (Vec::new(), String::new());
    loop {
        let page = acceptor.list_sessions(v1::ListSessionsRequest { page_token });
        let page = page.await?.into_inner();
        sessions.extend(page.sessions);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(sessions);
        }
    }
}

/// Every open lot of an owner and an asset; empty is any.
pub(crate) async fn lots(
    inventory: &mut InventoryClient<Channel>,
    owner: &str,
    asset: &str,
) -> Result<Vec<v1::Lot>, Status> {
    let (mut lots, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = v1::ListLotsRequest {
            owner: owner.to_owned(),
            asset: asset.to_owned(),
            page_token,
        };
        let page = inventory.list_lots(request).await?.into_inner();
        lots.extend(page.lots);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(lots);
        }
    }
}

/// Every book, as one statement: all pages with one sequence.
pub(crate) async fn books(solver: &mut SolverClient<Channel>) -> Result<v1::Books, Status> {
    'reading: for _ in 0..BOOKS_READINGS_MAX {
        let first = solver.get_books(v1::GetBooksRequest::default());
        let mut books = first.await?.into_inner();
        while !books.next_page_token.is_empty() {
            let page_token = std::mem::take(&mut books.next_page_token);
            let page = solver.get_books(v1::GetBooksRequest { page_token });
            let page = page.await?.into_inner();
            if page.sequence != books.sequence {
                continue 'reading;
            }
            books.next_page_token = page.next_page_token;
            for more in page.books {
                match books.books.last_mut().filter(|book| book.unit == more.unit) {
                    Some(book) => book.balances.extend(more.balances),
                    None => books.books.push(more),
                }
            }
        }
        return Ok(books);
    }
    Err(Status::aborted(
        "the books change faster than they can be read",
    ))
}
